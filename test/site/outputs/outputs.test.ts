import { expect } from 'chai';
import type { MimeBundle, Output } from 'initlab-kernel';
import { showOutput } from '../../../site/src/outputs/outputs.js';
import { createHighlight } from '../../../site/src/prose/highlight.js';
import { createMarkdown, type Markdown } from '../../../site/src/prose/markdown.js';
import { figure, PNG, shown, stream } from '../support/lessons.js';

describe('the page of an output', () => {
  let markdown: Markdown;
  const files: Buffer[] = [];
  before(async () => {
    markdown = createMarkdown(await createHighlight());
  });

  const show = (output: Output) => {
    const prose = { where: 'x.ipynb, cell 1', faults: [], headings: [], link: () => undefined };
    const addFile = (content: string | Uint8Array, extension: string) => {
      files.push(Buffer.from(content));
      return `figures/${files.length}.${extension}`;
    };
    return String(showOutput(output, { label: 'In [1]', markdown, prose, addFile }));
  };
  const bundle = (data: MimeBundle) => show(shown(data));

  it('labels stderr with a word, and stdout not at all', () => {
    expect(show(stream('stdout', 'x'))).to.not.include('stderr');
    expect(show(stream('stderr', 'x'))).to.include('<p class="output-label">stderr</p>');
  });

  it('escapes text', () => {
    const evil = '</pre><script>alert(1)</script><img src=x onerror=y>';
    for (const page of [show(stream('stdout', evil)), bundle({ 'text/plain': evil })]) {
      expect(page).to.not.match(/<script|<img/);
      expect(page).to.include('&lt;script&gt;');
    }
  });

  it('shows the message of an error only once, with its stack', () => {
    const page = show({
      output_type: 'error',
      ename: 'RangeError',
      evalue: 'too <big>',
      traceback: ['RangeError: too <big>', '    at In [1]:2:3'],
    });
    expect(page.match(/too &lt;big&gt;/g)).to.have.length(1);
    expect(page).to.include('at In [1]:2:3');
  });

  it('shows the best representation: a plot before a picture, Markdown, LaTeX, HTML and text', () => {
    const all: [string, unknown, RegExp][] = [
      ['application/vnd.plotly.v1+json', figure, /<figure class="plot" data-figure=/],
      ['image/svg+xml', '<svg/>', /<img class="picture" src="data:image\/svg\+xml,%3Csvg%2F%3E"/],
      ['image/png', PNG, /<img class="picture" src="figures\/\d+\.png"/],
      ['text/markdown', '*m*', /<em>m<\/em>/],
      ['text/latex', '$x$', /<span class="katex">/],
      ['text/html', '<b>h</b>', /<iframe/],
      ['text/plain', 'words', /<pre class="scroll" tabindex="0">words<\/pre>/],
    ];
    for (let i = 0; i < all.length; i++) {
      const data = Object.fromEntries(all.slice(i).map(([type, value]) => [type, value]));
      const page = bundle(data);
      expect(page).to.match(all[i][2]);
      expect(page).to.not.match(/<b>h/);
    }
  });

  it('names the MIME type if it can show no representation', () => {
    expect(bundle({ 'application/x-odd': '?' })).to.include(
      'This page cannot show an output of type application/x-odd',
    );
  });

  it('skips a representation whose value does not fit its MIME type', () => {
    const page = bundle({
      'image/png': 5,
      'text/html': ['<b>'],
      'application/vnd.plotly.v1+json': '{}',
      'text/plain': 'plain',
    });
    expect(page)
      .to.include('plain')
      .and.to.not.match(/<img|<iframe|figure/);
  });

  it('shows HTML in a frame without scripts and without access to the page', () => {
    const page = bundle({ 'text/html': '<b>"bold"</b><script>alert(1)</script>' });
    expect(page).to.match(/<iframe class="html-output" sandbox srcdoc="/);
    expect(page).to.not.match(/<script|allow-/);
    expect(page).to.include('&lt;b&gt;&quot;bold&quot;&lt;/b&gt;');
  });

  it('escapes the HTML in Markdown', () => {
    expect(bundle({ 'text/markdown': '<img src=x onerror=y>' })).to.not.include('<img');
  });

  it('shows LaTeX as text if it cannot be typeset', () => {
    expect(bundle({ 'text/latex': '\\nosuch', 'text/plain': 'plain' })).to.include('plain');
    expect(bundle({ 'text/latex': '\\nosuch' })).to.include('<pre class="scroll" tabindex="0">\\nosuch</pre>');
  });

  it('describes a picture by the plain text of its bundle', () => {
    expect(bundle({ 'image/png': PNG, 'text/plain': 'a "red" square' })).to.include('alt="a &quot;red&quot; square"');
    expect(bundle({ 'image/png': PNG })).to.include('alt="Output of In [1]"');
  });

  describe('that is a plot', () => {
    const plot = (title: unknown, more: MimeBundle = {}) =>
      bundle({ 'application/vnd.plotly.v1+json': { ...figure, layout: { ...figure.layout, title } }, ...more });

    it('keeps the figure in a file of its own, so that nothing of it is read as HTML', () => {
      const page = plot({ text: '</script><img src=x onerror=y>' });
      expect(page).to.not.match(/<script|<img/);
      expect(page).to.include(`<figure class="plot" data-figure="figures/${files.length}.json">`);
      const { layout } = JSON.parse(String(files.at(-1)));
      expect(layout.title.text).to.equal('</script><img src=x onerror=y>');
    });

    it('shows the title of the plot as a caption, without Plotly’s tags', () => {
      expect(plot({ text: 'E[z<sup>2</sup>] & more' })).to.include('<figcaption>E[z 2 ] &amp; more</figcaption>');
      expect(plot('old form')).to.include('<figcaption>old form</figcaption>');
      expect(plot(undefined)).to.include('<figcaption>output of In [1]</figcaption>');
    });

    it('reserves the height of the plot', () => {
      expect(plot('x')).to.include('min-height:380px');
      expect(bundle({ 'application/vnd.plotly.v1+json': { data: [] } })).to.include('min-height:420px');
    });

    it('shows the picture of the bundle, or else its text, until the plot is drawn', () => {
      expect(plot('x', { 'image/png': PNG, 'text/plain': 't' })).to.match(
        /<div class="plot-still"><img class="picture"/,
      );
      expect(plot('x', { 'text/plain': '[plot] x' })).to.match(
        /<div class="plot-still"><pre class="scroll" tabindex="0">\[plot\] x/,
      );
    });
  });
});
