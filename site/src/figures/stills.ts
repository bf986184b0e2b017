import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { readSlider } from '../outputs/slider.js';
import { launchBrowser } from './browser.js';

/** Plotly figure as a notebook stores it: plain JSON. */
export interface FigureJson {
  data: unknown[];
  layout?: Record<string, unknown>;
  frames?: { data: unknown[]; traces?: number[]; layout?: Record<string, unknown> }[];
}

/** Pictures of a figure, in base64. */
export interface Still {
  png: string;
  /** An animated GIF of all frames, if the figure is an animation. */
  gif?: string;
}

/** Width that a notebook page leaves beside its prompts. */
const WIDTH_PX = 660;
const HEIGHT_PX = 420;

const FRAME_MS = 250;
const LAST_FRAME_MS = 2000;

/**
 * Draws figures in one page of a headless browser. The page opens and loads Plotly at the first
 * figure. Each run on one machine gives the same bytes; other machines may have other fonts.
 */
export class StillDrawer {
  #page: Promise<Page> | undefined;

  async draw(figures: readonly FigureJson[]): Promise<Still[]> {
    if (figures.length === 0) return [];
    this.#page ??= launchBrowser().then(openPlotly);
    const draw = createDraw(await this.#page);
    const stills: Still[] = [];
    for (const figure of figures) stills.push(await drawStill(figure, draw));
    return stills;
  }

  /** Closes the browser, if it was started. */
  async close(): Promise<void> {
    const page = await this.#page?.catch(() => undefined);
    await page?.context().browser()?.close();
  }
}

async function openPlotly(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.setContent('<!doctype html><div id="plot"></div>');
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('plotly.js-dist') });
  return page;
}

type Draw = (figure: FigureJson) => Promise<string>;

function createDraw(page: Page): Draw {
  return ({ data, layout }) =>
    page.evaluate(
      async ([figure, width, height]) => {
        const { Plotly } = globalThis as unknown as {
          Plotly: { toImage(figure: object, options: object): Promise<string> };
        };
        const uri = await Plotly.toImage(figure, { format: 'png', width, height, scale: 1 });
        return uri.slice(uri.indexOf(',') + 1);
      },
      [{ data, layout }, WIDTH_PX, (layout?.height as number | undefined) ?? HEIGHT_PX] as const,
    );
}

async function drawStill(figure: FigureJson, draw: Draw): Promise<Still> {
  const frames = framesOf(figure);
  // The figures of a slider are no story, so nothing moves.
  const isSlider = readSlider(figure.layout ?? {}, frames.length).label !== undefined;
  if (frames.length === 0 || isSlider) return { png: await draw(figure) };
  const pngs: Buffer[] = [];
  for (const frame of frames) pngs.push(Buffer.from(await draw(frame), 'base64'));
  const delay = pngs.map((_, i) => (i === pngs.length - 1 ? LAST_FRAME_MS : FRAME_MS));
  // A pixel of a GIF is opaque or transparent, so the half-transparent edges of letters need a
  // background.
  const opaque = await Promise.all(pngs.map((png) => sharp(png).flatten({ background: '#ffffff' }).png().toBuffer()));
  const gif = await sharp(opaque, { join: { animated: true } })
    .gif({ delay, loop: 0 })
    .toBuffer();
  return { png: (pngs.at(-1) as Buffer).toString('base64'), gif: gif.toString('base64') };
}

/** Turns each frame into a figure of its own. */
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

/** Removes Plotly's buttons and sliders, which do nothing in a picture. */
function withoutControls({
  updatemenus: _,
  sliders: __,
  ...layout
}: Record<string, unknown> = {}): Record<string, unknown> {
  return layout;
}
