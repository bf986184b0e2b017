import { currentTheme, showTheme, type Theme } from '../theme.js';
import { draw, hasFigure, isDrawn, type Plot } from './plot.js';

/** Size on paper: three figures on a page leave room for text. */
const PRINT_SIZE = { width: 400, height: 220 };

/**
 * Prepares the page for printing: light theme, plots that fit the paper, nothing folded away. If
 * Plotly was never loaded, plots print as still pictures.
 */
export function setUpPrinting(plots: readonly Plot[]): void {
  let before: { theme: Theme | undefined; folded: HTMLDetailsElement[] } | undefined;

  addEventListener('beforeprint', () => {
    const { theme } = document.documentElement.dataset as { theme?: Theme };
    before = { theme, folded: [...document.querySelectorAll<HTMLDetailsElement>('details.rest:not([open])')] };
    for (const details of before.folded) details.open = true;
    if (currentTheme() === 'dark') showTheme('light');
    const { Plotly } = window;
    if (Plotly === undefined) return;
    for (const plot of plots.filter(hasFigure)) {
      draw(Plotly, plot);
      Plotly.relayout(plot.canvas, PRINT_SIZE);
    }
  });

  addEventListener('afterprint', () => {
    if (before === undefined) return;
    for (const details of before.folded) details.open = false;
    showTheme(before.theme);
    for (const { canvas, figure } of plots.filter(isDrawn)) {
      const height = figure?.layout.height ?? null;
      window.Plotly?.relayout(canvas, { width: null, height, autosize: true });
    }
    before = undefined;
  });
}
