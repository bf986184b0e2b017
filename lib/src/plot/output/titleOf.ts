import { describe } from '../../foundation/argument.js';
import type { Figure } from '../figure.js';

/** Checks that the value is a figure. Anything else would fail inside Plotly or show nothing. */
export function checkFigure(figure: Figure, caller: string): void {
  if (Array.isArray(figure?.data) && typeof figure.layout === 'object' && figure.layout !== null) return;
  throw new TypeError(
    `${caller}: the figure is ${describe(figure)}; pass what a plot function returns, for example ${caller}(varianceByLayer(…)), ` +
      'or { data, layout }',
  );
}

export function titleOf({ layout }: Figure): string {
  const title = layout.title as { text?: string } | string | undefined;
  return (typeof title === 'string' ? title : title?.text) ?? 'untitled';
}
