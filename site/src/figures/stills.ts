import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from './browser.js';

/** A Plotly figure as it comes in a notebook: plain JSON. */
export interface FigureJson {
  data: unknown[];
  layout?: Record<string, unknown>;
  frames?: { data: unknown[]; traces?: number[]; layout?: Record<string, unknown> }[];
}

/** Pictures of a figure, as base64. */
export interface Still {
  png: string;
  /** Of a figure with frames: all of them, one after the other. */
  gif?: string;
}

/** Pixels; what notebook pages have beside their prompts. */
const WIDTH = 660;
const HEIGHT = 420;

/** Milliseconds of a frame in an animation, and of the last. */
const FRAME_MS = 250;
const LAST_FRAME_MS = 2000;

/** Draws figures in a headless browser, all in one. The pictures are the same bytes at each run on one machine; fonts differ between machines. */
export async function drawStills(figures: readonly FigureJson[]): Promise<Still[]> {
  if (figures.length === 0) return [];
  const browser = await launchBrowser();
  try {
    const draw = await painter(browser);
    const stills: Still[] = [];
    for (const figure of figures) stills.push(await drawStill(figure, draw));
    return stills;
  } finally {
    await browser.close();
  }
}

type Draw = (figure: FigureJson) => Promise<string>;

async function painter(browser: Browser): Promise<Draw> {
  const page = await browser.newPage();
  await page.setContent('<!doctype html><div id="plot"></div>');
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('plotly.js-dist') });
  return ({ data, layout }) =>
    page.evaluate(
      async ([figure, width, height]) => {
        const { Plotly } = globalThis as unknown as {
          Plotly: { toImage(figure: object, options: object): Promise<string> };
        };
        const uri = await Plotly.toImage(figure, { format: 'png', width, height, scale: 1 });
        return uri.slice(uri.indexOf(',') + 1);
      },
      [{ data, layout }, WIDTH, (layout?.height as number | undefined) ?? HEIGHT] as const,
    );
}

async function drawStill(figure: FigureJson, draw: Draw): Promise<Still> {
  const frames = framesOf(figure);
  if (frames.length === 0) return { png: await draw(figure) };
  const pngs: Buffer[] = [];
  for (const frame of frames) pngs.push(Buffer.from(await draw(frame), 'base64'));
  const delay = pngs.map((_, i) => (i === pngs.length - 1 ? LAST_FRAME_MS : FRAME_MS));
  // A GIF's pixels are clear or not, so half transparent edges of letters need a background.
  const opaque = await Promise.all(pngs.map((png) => sharp(png).flatten({ background: '#ffffff' }).png().toBuffer()));
  const gif = await sharp(opaque, { join: { animated: true } })
    .gif({ delay, loop: 0 })
    .toBuffer();
  return { png: (pngs.at(-1) as Buffer).toString('base64'), gif: gif.toString('base64') };
}

/** Each frame as a figure that stands alone. */
function framesOf({ data, layout, frames = [] }: FigureJson): FigureJson[] {
  return frames.map((frame) => {
    const traces = frame.traces ?? frame.data.map((_, i) => i);
    const changed = new Map(traces.map((trace, i) => [trace, frame.data[i] as object]));
    return {
      data: data.map((trace, i) => ({ ...(trace as object), ...changed.get(i) })),
      layout: { ...withoutControls(layout), ...frame.layout },
    };
  });
}

/** Plotly's own buttons and sliders mean nothing in a picture. */
function withoutControls({
  updatemenus: _,
  sliders: __,
  ...layout
}: Record<string, unknown> = {}): Record<string, unknown> {
  return layout;
}
