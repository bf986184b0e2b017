import type { Diagnosis } from '../../diagnose/diagnosis.js';
import { escapeHtml } from '../../display/escapeHtml.js';
import { writeWhole } from '../../foundation/writeWhole.js';
import { page } from '../../plot/output/page.js';
import { UsageError } from '../command.js';
import type { Arguments } from './arguments.js';

type Shown = Record<symbol, () => Record<string, string>>;

/** Checks the name of the report before anything is computed. */
export function checkReport(path: string): void {
  if (!/\.html?$/i.test(path))
    throw new UsageError(`--report ${path}: the report is a page. Name a file that ends in .html.`);
}

/** Writes a diagnosis as one page for a colleague, with the figure of its layers. */
export function writeReport(
  path: string,
  diagnosis: Diagnosis,
  { model, source }: Pick<Arguments, 'model' | 'source'>,
): void {
  const data = source.kind === 'arrays' ? source.x.join(', ') : source.data;
  const shown = (diagnosis as unknown as Shown)[Symbol.for('Jupyter.display')]()['text/html'];
  const body = `<h1>Diagnosis of ${escapeHtml(model)}</h1>
<p>Measured on ${escapeHtml(data)} by <code>initlab diagnose</code>.</p>
${shown}`;
  try {
    writeWhole(path, page(`Diagnosis of ${model}`, body, [diagnosis.figure()]));
  } catch (error) {
    throw new UsageError(
      `--report ${path}: the file cannot be written (${(error as Error).message}). Name another file.`,
    );
  }
}
