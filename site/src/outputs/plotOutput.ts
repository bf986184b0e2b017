import { type Html, html, raw } from '../prose/html.js';

/** A Plotly figure as it comes in a notebook: plain JSON, of which the page itself reads only the title and the height. */
interface FigureJson {
  layout?: { title?: string | { text?: string }; height?: number };
  frames?: { name?: string }[];
}

const HEIGHT = 420;

/**
 * A plot that the page's script draws when it comes near the window. Until then, and where scripts do not run, the still picture
 * stands in its place.
 */
export function plotOutput(figure: object, still: Html, fallbackTitle: string): Html {
  const { layout = {}, frames = [] } = figure as FigureJson;
  const title = plainTitle(layout.title) || fallbackTitle;
  return html`<figure class="plot">
<figcaption>${title}</figcaption>
<div class="plot-canvas" style="min-height:${layout.height ?? HEIGHT}px"><div class="plot-still">${still}</div></div>
<script type="application/json">${scriptJson(figure)}</script>
<div class="plot-tools">${frames.length > 0 && frameControls(frames.length, title)}<button type="button" class="plot-data" aria-label="Data (CSV) of the plot: ${title}">Data (CSV)</button></div>
</figure>`;
}

/** The figure itself shows the last frame. Plotly's own controls are not reached by keyboard. */
function frameControls(frames: number, title: string): Html {
  const last = frames - 1;
  return html`<button type="button" class="plot-play" aria-label="Play the animation: ${title}">Play</button>
<input type="range" class="plot-frame" min="0" max="${last}" value="${last}" aria-label="Frame of the animation: ${title}">
<output class="plot-at"></output>
`;
}

/** JSON that cannot end the script element it stands in. */
function scriptJson(value: unknown): Html {
  return raw(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

/** Plotly's titles may hold tags of its own, such as <sup> and <br>. */
function plainTitle(title: string | { text?: string } | undefined): string {
  const text = typeof title === 'string' ? title : (title?.text ?? '');
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
