import type { Figure } from './figure.js';
import { themed } from './plotTheme.js';

/** The part of Plotly's interface that is used. */
export interface Plotly {
  newPlot(canvas: HTMLElement, figure: Figure): Promise<unknown>;
  react(canvas: HTMLElement, figure: Figure): Promise<unknown>;
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

export function draw(plotly: Plotly, plot: Plot): void {
  if (isDrawn(plot)) return;
  plot.box.classList.add('drawn');
  plot.canvas.replaceChildren();
  plotly.newPlot(plot.canvas, themed(plot.figure));
}
