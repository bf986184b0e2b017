import type { Figure } from './figure.js';
import { applyTheme } from './plotTheme.js';

/** The part of Plotly's interface that the pages use. */
export interface Plotly {
  newPlot(canvas: HTMLElement, figure: Figure): Promise<unknown>;
  react(canvas: HTMLElement, figure: Figure): Promise<unknown>;
  animate(canvas: HTMLElement, frames: string[], options: object): Promise<unknown>;
  relayout(canvas: HTMLElement, changes: object): Promise<unknown>;
}

/** The element of a plot. A cell that runs in the page hands over its figure with it. */
export interface PlotBox extends HTMLElement {
  figure?: Figure;
}

export interface Plot {
  box: HTMLElement;
  canvas: HTMLElement;
  /** The figure, once it has been fetched. */
  figure?: Figure;
}

declare global {
  interface Window {
    Plotly?: Plotly;
  }

  interface HTMLElementEventMap {
    /** A cell that runs in the page shows another figure instead of that of the plot. */
    figurechange: CustomEvent<Figure>;
  }
}

export function isDrawn({ box }: Plot): boolean {
  return box.classList.contains('drawn');
}

const drawings = new WeakMap<Plot, Promise<unknown>>();

/**
 * Draws a plot whose figure has been fetched, unless it is drawn already. Resolves when the plot is
 * complete.
 */
export function draw(plotly: Plotly, plot: Plot & { figure: Figure }): Promise<unknown> {
  const drawing = drawings.get(plot) ?? plotly.newPlot(emptyCanvas(plot), applyTheme(plot.figure));
  drawings.set(plot, drawing);
  return drawing;
}

/** Fetches the figure of a plot, once. */
export async function fetchFigure(plot: Plot): Promise<Plot & { figure: Figure }> {
  if (plot.figure === undefined) {
    const response = await fetch(plot.box.dataset.figure ?? '');
    if (!response.ok) throw new Error(`${response.url} could not be loaded`);
    plot.figure = (await response.json()) as Figure;
  }
  return plot as Plot & { figure: Figure };
}

export function hasFigure(plot: Plot): plot is Plot & { figure: Figure } {
  return plot.figure !== undefined;
}

function emptyCanvas({ box, canvas }: Plot): HTMLElement {
  box.classList.add('drawn');
  canvas.replaceChildren();
  return canvas;
}
