import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { figure, show, varianceAnimation, varianceByLayer } from 'initlab/plot';
import { plotlyHtml } from '../../../lib/src/plot/output/plotlyHtml.js';

type Bundle = { 'application/vnd.plotly.v1+json': unknown; 'text/html': string; 'text/plain': string };

const sinkName = Symbol.for('Jupyter.displayData');
const globals = globalThis as Record<symbol, unknown>;
const curve = varianceByLayer([{ name: 'he', values: [1, 2, 4] }], { title: 'Growth' });

describe('show', () => {
  let shown: Bundle[];

  beforeEach(() => {
    shown = [];
    globals[sinkName] = (content: { data: Bundle }) => shown.push(content.data);
  });

  afterEach(() => {
    delete globals[sinkName];
  });

  it('sends Plotly JSON as an object, HTML and plain text in one bundle', () => {
    show(curve);
    expect(shown).to.have.length(1);
    expect(Object.keys(shown[0])).to.deep.equal(['application/vnd.plotly.v1+json', 'text/html', 'text/plain']);
    expect(shown[0]['application/vnd.plotly.v1+json']).to.deep.equal({ ...curve });
    expect(shown[0]['text/plain']).to.equal('[plot] Growth');
  });

  it('rejects a value that is not a figure, and says what to pass', () => {
    for (const [wrong, value] of [
      [undefined, 'undefined'],
      [null, 'null'],
      [[1, 2], '[1, 2]'],
      [varianceByLayer, 'a function'],
      [{ data: [] }, 'an object of type Object'],
    ]) {
      expect(() => show(wrong as never)).to.throw(
        TypeError,
        `show: the figure is ${value}; pass what a plot function returns, for example show(varianceByLayer(…)), or { data, layout }`,
      );
    }
    expect(() => show(curve, { plotl: true } as object)).to.throw(TypeError, 'show: unknown option "plotl"');
    expect(shown).to.deep.equal([]);
  });

  it('includes the Plotly library only once for all figures', () => {
    show(curve, { plotly: true });
    show(varianceByLayer([], { title: 'Other' }));
    const sizes = shown.map((bundle) => bundle['text/html'].length);
    expect(sizes[0]).to.be.above(1_000_000);
    expect(sizes[1]).to.be.below(10_000);
  });

  it('includes the library again if the figure that included it is shown again, because its old output is gone', () => {
    const other = varianceByLayer([{ name: 'he', values: [1] }], { title: 'Other' });
    show(curve, { plotly: true });
    show(other);
    show(curve);
    expect(shown.map((bundle) => bundle['text/html'].length > 1_000_000)).to.deep.equal([true, false, true]);
  });

  it('includes the complete library for a trace that the small one cannot draw', () => {
    const surface = figure({
      title: 'S',
      x: { title: 'x' },
      y: { title: 'y' },
      data: [{ type: 'surface', z: [[1, 2]] }],
    });
    show(surface);
    expect(shown[0]['text/html'].length).to.be.above(9_000_000);
  });
});

describe('plotlyHtml', () => {
  const scriptOf = (html: string) => /<script>([\s\S]*)<\/script>/.exec(html)?.[1] as string;
  const drawnWith = (html: string, window: Record<string, unknown>) => {
    const element = { textContent: '', style: {} };
    runInNewContext(scriptOf(html), { window, document: { getElementById: () => element } });
    return element;
  };

  it('draws with the Plotly of the page', () => {
    const calls: unknown[][] = [];
    drawnWith(plotlyHtml(curve, 'Growth'), { Plotly: { newPlot: (...args: unknown[]) => calls.push(args) } });
    expect(calls).to.have.length(1);
    // Plotly's own background of the buttons would be half black, since that of the plot is clear.
    const layout = { ...curve.layout, modebar: { bgcolor: 'transparent' } };
    expect(JSON.parse(JSON.stringify(calls[0].slice(1)))).to.deep.equal([{ ...curve, layout }]);
  });

  it('steps through the frames of an animation with a slider and a button', () => {
    const animated: unknown[] = [];
    const made: Record<string, unknown>[] = [];
    const element = { style: {}, after() {} };
    const document = {
      getElementById: () => element,
      createElement: () => made[made.push({ append() {}, setAttribute() {} }) - 1],
    };
    const Plotly = { newPlot() {}, animate: (_: unknown, frames: string[]) => animated.push(...frames) };
    const html = plotlyHtml(varianceAnimation([{ name: 'he', values: [1, 2, 4] }]), 'Growth');
    const ticks: (() => void)[] = [];
    const setInterval = (tick: () => void) => ticks.push(tick);
    const context = { window: { Plotly }, document, setInterval, clearInterval() {} };
    runInNewContext(scriptOf(html), context);
    const [, play, slider, at] = made as { onclick(): void; oninput(): void; value: unknown; textContent: string }[];
    slider.value = '1';
    slider.oninput();
    expect([animated, at.textContent]).to.deep.equal([['layer 1'], 'layer 1']);
    play.onclick();
    ticks[0]();
    ticks[0]();
    expect(animated).to.deep.equal(['layer 1', 'layer 0', 'layer 1']);
  });

  it('says what to do if the page has no Plotly', () => {
    expect(drawnWith(plotlyHtml(curve, 'Growth'), {}).textContent).to.match(/Restart the kernel and run all cells/);
  });

  it('defines Plotly from the bundle even if the page has a module loader', () => {
    const bundle = 'if (typeof define === "function") throw new Error("seen"); this.Plotly = { newPlot() {} };';
    const window: Record<string, unknown> = {};
    const context = { window, document: { getElementById: () => ({ style: {} }) }, define() {} };
    runInNewContext(scriptOf(plotlyHtml(curve, 'Growth', bundle)), context);
    expect(window).to.have.property('Plotly');
  });

  it('escapes a title or a bundle that would end its script early', () => {
    const title = '</script><img src=x onerror=alert(1)>';
    const html = plotlyHtml(varianceByLayer([], { title }), title, 'const s = "</script>";');
    expect(html.match(/<\/script/g)).to.have.length(1);
    expect(html).to.not.include('<img');
  });
});
