import type { FigureJson } from './describeFigure.js';

/** Bounds of a figure's height in pixels, so that no figure fills a page of any length. */
const LEAST_HEIGHT_PX = 50;
const MOST_HEIGHT_PX = 4000;

/**
 * Reads a figure of Plotly from an output, which any program may have written. What has a wrong
 * type is left out, because a page and Plotly would fail on it; undefined if there is no figure.
 */
export function readFigure(value: unknown): (FigureJson & { data: object[] }) | undefined {
  if (!isRecord(value) || !Array.isArray(value.data)) return undefined;
  const { data, layout, frames, ...others } = value;
  return {
    ...others,
    data: data.filter(isRecord).map(readTrace),
    layout: isRecord(layout) ? readLayout(layout) : {},
    ...(Array.isArray(frames) && { frames: frames.filter(isRecord) }),
  };
}

function readTrace(trace: Record<string, unknown>): Record<string, unknown> {
  return withoutWrong(trace, { name: isText, type: isText });
}

function readLayout(layout: Record<string, unknown>): Record<string, unknown> {
  const isHeight = (height: unknown): boolean =>
    typeof height === 'number' && height >= LEAST_HEIGHT_PX && height <= MOST_HEIGHT_PX;
  const axis = (value: unknown): boolean => isRecord(value) && (value.title === undefined || isTitle(value.title));
  return withoutWrong(layout, { title: isTitle, height: isHeight, xaxis: axis, yaxis: axis });
}

function withoutWrong(
  object: Record<string, unknown>,
  checks: Record<string, (value: unknown) => boolean>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => checks[key]?.(value) ?? true));
}

function isTitle(title: unknown): boolean {
  return isText(title) || (isRecord(title) && (title.text === undefined || isText(title.text)));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
