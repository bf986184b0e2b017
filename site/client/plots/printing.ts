import { currentTheme, showTheme, type Theme } from '../theme.js';
import { draw, isDrawn, type Plot } from './plot.js';

/** Narrow enough for A4 and Letter with their margins. */
const PRINT_WIDTH = 640;

/** On paper the page is light, plots fit its width, and nothing is folded away. A plot that Plotly was never loaded for shows its still picture. */
export function setUpPrinting(plots: readonly Plot[]): void {
  let before: { theme: Theme | undefined; folded: HTMLDetailsElement[] } | undefined;

  addEventListener('beforeprint', () => {
    const { theme } = document.documentElement.dataset as { theme?: Theme };
    before = { theme, folded: [...document.querySelectorAll<HTMLDetailsElement>('details.rest:not([open])')] };
    for (const details of before.folded) details.open = true;
    if (currentTheme() === 'dark') showTheme('light');
    const { Plotly } = window;
    if (Plotly === undefined) return;
    for (const plot of plots) {
      draw(Plotly, plot);
      Plotly.relayout(plot.canvas, { width: PRINT_WIDTH });
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
