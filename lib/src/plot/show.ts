import { display } from '../display/display.js';
import { knownOptions } from '../foundation/argument.js';
import { inNode } from '../foundation/builtin.js';
import type { Figure } from './figure.js';
import { bundlePackage, plotlyHtml, readBundle } from './output/plotlyHtml.js';
import { checkFigure, titleOf } from './output/titleOf.js';

/** Titles of the figures whose output contains the library, by library. */
const carriers = new Map<string, string>();

/**
 * Shows a figure in the running cell. Front-ends that draw Plotly's JSON (the pages of this
 * project, JupyterLab with the plotly extension, VS Code) show it interactively. Everywhere else it
 * is HTML that draws itself, without a network connection. Outside a notebook only the title is
 * printed.
 *
 * The first figure of a session contains the Plotly library (1.5 MB, or 10 MB if a trace is not
 * cartesian), and later figures reuse it. If you run the cell of that figure again, the new output
 * contains the library again, because it replaces the old output.
 *
 * @param options.plotly true includes the library in any case, for example after you reloaded the
 *   page; false leaves it out
 * @param options.id a display id; calling again with `update: true` replaces the figure that was
 *   shown under that id
 * @throws TypeError if the value is not a figure
 * @throws Error if a package of Plotly is not installed
 * @example
 * ```ts
 * import { show, varianceByLayer } from 'initlab/plot';
 * // prints [plot] Second moment by layer in a terminal
 * show(varianceByLayer([{ name: 'he', values: [1, 1, 1] }]));
 * ```
 */
export function show(figure: Figure, options: { plotly?: boolean; id?: string; update?: boolean } = {}): void {
  knownOptions(options, ['plotly', 'id', 'update'], 'show');
  checkFigure(figure, 'show');
  const library = bundlePackage(figure);
  const title = titleOf(figure);
  const carry = options.plotly ?? (carriers.get(library) ?? title) === title;
  if (carry) carriers.set(library, title);
  const bundle = {
    'application/vnd.plotly.v1+json': { ...figure },
    // A page in which cells run draws the JSON, and has no file of the library.
    ...(inNode && { 'text/html': plotlyHtml(figure, title, carry ? readBundle(library) : undefined) }),
    'text/plain': `[plot] ${title}`,
  };
  const { id, update = false } = options;
  display(bundle, { update, ...(id !== undefined && { id }) });
}
