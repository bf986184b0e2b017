import { currentTheme, showTheme, type Theme } from '../theme.js';
import { draw, hasFigure, isDrawn, type Plot } from './plot.js';

/** Width that fits A4 and Letter with their margins. */
const PRINT_WIDTH_PX = 640;

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
      Plotly.relayout(plot.canvas, { width: PRINT_WIDTH_PX });
    }
  });

  addEventListener('afterprint', () => {
    if (before === undefined) return;
    for (const details of before.folded) details.open = false;
    showTheme(before.theme);
    for (const { canvas } of plots.filter(isDrawn)) window.Plotly?.relayout(canvas, { width: null, autosize: true });
    before = undefined;
  });
}
