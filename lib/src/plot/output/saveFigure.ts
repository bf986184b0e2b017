import { describe } from '../../foundation/argument.js';
import { writeWhole } from '../../foundation/writeWhole.js';
import type { Figure } from '../figure.js';
import { browserImage } from './browserImage.js';
import { page } from './page.js';
import { checkFigure, titleOf } from './titleOf.js';

/**
 * Saves a figure outside a notebook. The ending of the file decides the form: `.html` is a page
 * that draws itself, interactively and without a network; `.svg` and `.png` are drawn by Chrome,
 * Chromium or Edge, which `CHROME_PATH` may name.
 *
 * @throws TypeError if the value is not a figure
 * @throws RangeError for another ending
 * @throws Error if the file cannot be written, or if no browser is found for SVG and PNG
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { saveFigure, varianceByLayer } from 'initlab/plot';
 * const folder = mkdtempSync(`${tmpdir()}/initlab-`);
 * await saveFigure(varianceByLayer([{ name: 'he', values: [1, 1, 1] }]), `${folder}/variance.html`);
 * ```
 */
export async function saveFigure(figure: Figure, path: string): Promise<void> {
  checkFigure(figure, 'saveFigure');
  const ending = typeof path === 'string' ? /\.(html|svg|png)$/i.exec(path)?.[1].toLowerCase() : undefined;
  if (ending === undefined)
    throw new RangeError(`saveFigure: the file is ${describe(path)}; it must end in .html, .svg or .png`);
  const isPage = ending === 'html';
  writeWhole(path, isPage ? page(titleOf(figure), '', [figure]) : await browserImage(figure, ending as 'svg' | 'png'));
}
