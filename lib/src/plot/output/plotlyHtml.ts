import { escapeHtml } from '../../display/escapeHtml.js';
import { builtin } from '../../foundation/builtin.js';
import { isNotInstalled } from '../../foundation/notInstalled.js';
import type { Figure } from '../figure.js';

/** Trace types that Plotly's cartesian bundle draws. */
const CARTESIAN_TRACES = new Set(
  'bar box contour heatmap histogram histogram2d histogram2dcontour image pie scatter scatterternary violin'.split(' '),
);

/**
 * Chooses the smallest Plotly bundle that draws these traces. Cartesian is a seventh of the
 * complete one.
 */
export function bundlePackage(figure: Figure): 'plotly.js-cartesian-dist-min' | 'plotly.js-dist' {
  const needsAll = figure.data.some((trace) => !CARTESIAN_TRACES.has((trace.type as string | undefined) ?? 'scatter'));
  return needsAll ? 'plotly.js-dist' : 'plotly.js-cartesian-dist-min';
}

/**
 * Writes a figure as HTML that draws itself. With `bundle` the HTML contains the Plotly library, so
 * it needs no network and no extension, and later plots of the same page reuse it. If scripts do
 * not run, the text says what to do.
 */
export function plotlyHtml(figure: Figure, title: string, bundle?: string): string {
  const id = `plot-${crypto.randomUUID()}`;
  return `<div id="${id}">${escapeHtml(title)}: this plot is drawn when its cell is run, or when the notebook is trusted.</div>
<script>
(() => {
  const element = document.getElementById('${id}');
  ${bundle === undefined ? '' : defineGlobal(bundle)}
  if (window.Plotly) {
    element.textContent = '';
    element.style.minHeight = '${figure.layout.height ?? 420}px';
    const figure = ${inScript(figure)};
    figure.layout.modebar ??= { bgcolor: 'transparent' };
    window.Plotly.newPlot(element, figure);${figure.frames === undefined ? '' : ANIMATE}
  } else {
    element.textContent = ${inScript(title)} + ': the plotting library is not in this page any more. Restart the kernel and run all cells.';
  }
})();
</script>`;
}

/**
 * Script of a slider under the plot, which steps through the frames, and of a button that plays
 * them.
 */
const ANIMATE = `
    const controls = document.createElement('div');
    const play = Object.assign(document.createElement('button'), { type: 'button', textContent: 'Play' });
    const last = figure.frames.length - 1;
    const { slider: label, start = last } = figure.layout.meta ?? {};
    const slider = Object.assign(document.createElement('input'), { type: 'range', min: 0, max: last, value: start });
    const at = Object.assign(document.createElement('output'), { textContent: label ? figure.frames[start].name : '' });
    slider.setAttribute('aria-label', label ?? 'Frame of the animation');
    controls.append(play, ' ', label ?? '', ' ', slider, ' ', at);
    element.after(controls);
    const go = (frame) => {
      slider.value = frame;
      at.textContent = figure.frames[frame].name;
      window.Plotly.animate(element, [figure.frames[frame].name], { mode: 'immediate', transition: { duration: 0 }, frame: { duration: 0 } });
    };
    let timer;
    slider.oninput = () => { clearInterval(timer); go(Number(slider.value)); };
    play.onclick = () => {
      clearInterval(timer);
      let frame = 0;
      timer = setInterval(() => { go(frame); if (++frame > last) clearInterval(timer); }, 150);
    };`;

/**
 * Reads the source of a script that defines window.Plotly.
 *
 * @throws Error if the package is not installed; the message says how to install it
 */
export function readBundle(name: string): string {
  const { resolve } = builtin('node:module').createRequire(import.meta.url);
  try {
    return builtin('node:fs').readFileSync(resolve(name), 'utf8');
  } catch (error) {
    if (!isNotInstalled(name, error)) throw error;
    throw new Error(`show: this figure needs the package ${name}. Run: npm install ${name}`, { cause: error });
  }
}

function defineGlobal(bundle: string): string {
  return `(function (module, exports, define) {\n${bundle.replaceAll('</script', '<\\/script')}\n}).call(window);`;
}

/** Writes JSON that cannot end the script element around it. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
