import { PLOTLY, plotBundles } from '../../figures/plotBundles.js';
import { describeFigure, type FigureJson, plainTitle } from '../../outputs/describeFigure.js';
import { type Html, html } from '../../prose/html.js';
import type { Outline } from '../outline.js';

/** Size of the drawing, and the room for the names at the ends of its lines. */
const WIDTH = 640;
const HEIGHT = 220;
const NAMES = 170;
const MARGIN = 14;

const MOST_LINES = 3;

interface Line {
  name: string;
  x: number[];
  y: number[];
}

/**
 * Draws the first animated figure of the lessons above the list of lessons: its lines grow from
 * left to right, once. Returns undefined if no lesson has one.
 */
export function hero(entries: readonly Outline[]): Html | undefined {
  for (const { href, lesson } of entries) {
    for (const bundle of plotBundles(lesson.notebook.cells)) {
      const figure = bundle[PLOTLY] as FigureJson;
      const lines = (figure.frames ?? []).length > 0 ? linesOf(figure) : [];
      if (lines.length > 0) return draw(figure, lines, href);
    }
  }
  return undefined;
}

/** Finds lines of positive numbers, which a logarithmic axis can show. */
function linesOf({ data = [] }: FigureJson): Line[] {
  return data
    .flatMap(({ name, x, y, showlegend }) =>
      name && showlegend !== false && isPositive(y) && isNumbers(x) ? { name: plainTitle(name), x, y } : [],
    )
    .slice(0, MOST_LINES);
}

function isNumbers(values: unknown): values is number[] {
  return Array.isArray(values) && values.length > 2 && values.every((value) => Number.isFinite(value));
}

function isPositive(values: unknown): values is number[] {
  return isNumbers(values) && values.every((value) => value > 0);
}

function draw(figure: FigureJson, lines: readonly Line[], href: string): Html {
  const across = scale(
    lines.flatMap(({ x }) => x),
    [MARGIN, WIDTH - NAMES],
  );
  const down = scale(
    lines.flatMap(({ y }) => y.map(Math.log)),
    [HEIGHT - MARGIN, MARGIN],
  );
  const drawings = lines.map(({ name, x, y }, i) => {
    const points = x.map((value, k) => `${across(value).toFixed(1)},${down(Math.log(y[k])).toFixed(1)}`);
    const [endX, endY] = points[points.length - 1].split(',');
    return html`<g class="hero-line-${i}"><polyline points="${points.join(' ')}" pathLength="1"/><text x="${Number(endX) + 8}" y="${Number(endY) + 5}">${name}</text></g>`;
  });
  return html`<figure class="hero">
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${describeFigure(figure)}">${drawings}</svg>
<figcaption><a href="${href}">${plainTitle(figure.layout?.title)}</a></figcaption>
</figure>`;
}

/** Makes a linear map from the range of some values to a range of pixels. */
function scale(values: readonly number[], [from, to]: [number, number]): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (value) => from + ((value - low) / (high - low || 1)) * (to - from);
}
