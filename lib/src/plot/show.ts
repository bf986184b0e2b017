import { display } from '../display/display.js';
import type { Figure } from './figure.js';
import { bundlePackage, plotlyHtml, readBundle } from './plotlyHtml.js';

const sent = new Set<string>();

/**
 * Shows a figure in the running cell: interactive where the front-end draws Plotly's JSON (pages of this project, JupyterLab's plotly
 * extension, VS Code) and as HTML that draws itself everywhere else, without network. Outside a notebook its title is printed.
 *
 * The first figure of a session carries the Plotly library (1.5 MB; 10 MB if a trace is not cartesian), later ones reuse it.
 *
 * @param options.plotly true: carry the library in any case, for example after the page was loaded anew
 * @example
 * ```ts
 * import { show, varianceByLayer } from 'initlab';
 * show(varianceByLayer([{ name: 'he', values: [1, 1, 1] }])); // in a terminal: [plot] Second moment by layer
 * ```
 */
export function show(figure: Figure, options: { plotly?: boolean } = {}): void {
  const library = bundlePackage(figure);
  const carry = options.plotly ?? !sent.has(library);
  sent.add(library);
  display({
    'application/vnd.plotly.v1+json': { data: figure.data, layout: figure.layout, config: figure.config },
    'text/html': plotlyHtml(figure, carry ? readBundle(library) : undefined),
    'text/plain': `[plot] ${titleOf(figure)}`,
  });
}

function titleOf({ layout }: Figure): string {
  const title = layout.title as { text?: string } | string | undefined;
  return (typeof title === 'string' ? title : title?.text) ?? 'untitled';
}
