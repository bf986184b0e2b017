import { display } from '../display/display.js';
import { describe, knownOptions } from '../foundation/argument.js';
import type { Figure } from './figure.js';
import { bundlePackage, plotlyHtml, readBundle } from './plotlyHtml.js';

/** For each library, the title of the figure that carried it. */
const carriers = new Map<string, string>();

/**
 * Shows a figure in the running cell: interactive where the front-end draws Plotly's JSON (pages of this project, JupyterLab's plotly
 * extension, VS Code) and as HTML that draws itself everywhere else, without network. Outside a notebook its title is printed.
 *
 * The first figure of a session carries the Plotly library (1.5 MB; 10 MB if a trace is not cartesian), later ones reuse it. Shown again, as
 * when its cell is run again, that figure carries it again, since the new output takes the place of the old.
 *
 * @param options.plotly true: carry the library in any case, for example after the page was loaded anew
 * @throws TypeError for what is not a figure; Error if a package of Plotly is not installed
 * @example
 * ```ts
 * import { show, varianceByLayer } from 'initlab/plot';
 * show(varianceByLayer([{ name: 'he', values: [1, 1, 1] }])); // in a terminal: [plot] Second moment by layer
 * ```
 */
export function show(figure: Figure, options: { plotly?: boolean } = {}): void {
  knownOptions(options, ['plotly'], 'show');
  checkFigure(figure);
  const library = bundlePackage(figure);
  const title = titleOf(figure);
  const carry = options.plotly ?? (carriers.get(library) ?? title) === title;
  if (carry) carriers.set(library, title);
  display({
    'application/vnd.plotly.v1+json': { ...figure },
    'text/html': plotlyHtml(figure, title, carry ? readBundle(library) : undefined),
    'text/plain': `[plot] ${title}`,
  });
}

/** A figure that was not returned, or made by another library, would fail within Plotly or show nothing. */
function checkFigure(figure: Figure): void {
  if (Array.isArray(figure?.data) && typeof figure.layout === 'object' && figure.layout !== null) return;
  throw new TypeError(
    `show: the figure is ${describe(figure)}; pass what a plot function returns, as show(varianceByLayer(…)), ` +
      'or { data, layout }',
  );
}

function titleOf({ layout }: Figure): string {
  const title = layout.title as { text?: string } | string | undefined;
  return (typeof title === 'string' ? title : title?.text) ?? 'untitled';
}
