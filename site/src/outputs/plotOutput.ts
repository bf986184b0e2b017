import { type Html, html } from '../prose/html.js';
import { plainTitle } from './describeFigure.js';
import { readSlider } from './slider.js';

/** The parts of a Plotly figure that a page reads. */
interface FigureJson {
  layout?: { title?: string | { text?: string }; height?: number };
  frames?: { name?: string }[];
}

const DEFAULT_HEIGHT_PX = 420;

/** The surroundings of a plot on its page. */
export interface PlotPlace {
  /** Link from the page to the file of the figure. */
  address: string;
  still: Html;
  /** Title of a figure that has none. */
  fallbackTitle: string;
}

/**
 * Shows a plot that the page's script draws when it comes near the window. Until then, and where
 * scripts do not run, a still picture is in its place.
 */
export function plotOutput(figure: object, { address, still, fallbackTitle }: PlotPlace): Html {
  const { layout = {}, frames = [] } = figure as FigureJson;
  const title = plainTitle(layout.title) || fallbackTitle;
  return html`<figure class="plot" data-figure="${address}">
<figcaption>${title}</figcaption>
<div class="plot-canvas" style="min-height:${layout.height ?? DEFAULT_HEIGHT_PX}px"><div class="plot-still">${still}</div></div>
<div class="plot-tools">${frames.length > 0 && frameControls(frames, layout, title)}<button type="button" class="plot-data" aria-label="Data (CSV) of the plot: ${title}">Data (CSV)</button></div>
</figure>`;
}

/** Adds a button and a slider, because Plotly's own controls are not reachable by keyboard. */
function frameControls(frames: readonly { name?: string }[], layout: object, title: string): Html {
  const last = frames.length - 1;
  const { label, start } = readSlider(layout, frames.length);
  return html`<button type="button" class="plot-play" aria-label="Play the animation: ${title}">Play</button>
${label !== undefined && html`<span class="plot-at" aria-hidden="true">${label}</span>`}
<input type="range" class="plot-frame" min="0" max="${last}" value="${start}" aria-label="${label ?? 'Frame of the animation'}: ${title}">
<output class="plot-at">${label !== undefined && frames[start]?.name}</output>
`;
}
