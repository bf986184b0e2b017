import type { Figure } from './figure.js';
import { applyTheme } from './plotTheme.js';

/** The part of Plotly's interface that the pages use. */
export interface Plotly {
  newPlot(canvas: HTMLElement, figure: Figure): Promise<unknown>;
  react(canvas: HTMLElement, figure: Figure): Promise<unknown>;
  animate(canvas: HTMLElement, frames: string[], options: object): Promise<unknown>;
  relayout(canvas: HTMLElement, changes: object): Promise<unknown>;
}

export interface Plot {
  box: HTMLElement;
  canvas: HTMLElement;
  figure: Figure;
}

declare global {
  interface Window {
    Plotly?: Plotly;
  }
}

export function isDrawn({ box }: Plot): boolean {
  return box.classList.contains('drawn');
}

const drawings = new WeakMap<Plot, Promise<unknown>>();

/** Draws a plot unless it is drawn already. Resolves when the plot is complete. */
export function draw(plotly: Plotly, plot: Plot): Promise<unknown> {
  const drawing = drawings.get(plot) ?? plotly.newPlot(emptyCanvas(plot), applyTheme(plot.figure));
  drawings.set(plot, drawing);
  return drawing;
}

function emptyCanvas({ box, canvas }: Plot): HTMLElement {
  box.classList.add('drawn');
  canvas.replaceChildren();
  return canvas;
}
