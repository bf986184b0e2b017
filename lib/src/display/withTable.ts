import type { MimeBundle } from './display.js';
import { escapeHtml } from './escapeHtml.js';
import type { Table } from './table.js';

/**
 * Lets plain data show itself as a line and a table below it: as HTML where it is the last value of a cell, as text elsewhere. What does so
 * is no property to be listed or copied, so that the data stay plain.
 *
 * @param text what is shown where there is no HTML, in the place of the table
 */
export function withTable<T extends object>(
  data: T,
  line: string,
  table: Table,
  text: () => string = () => `${line}\n${table}`,
): T & { toString(): string } {
  const part = (type: string): unknown => (table as Table & Display)[Symbol.for('Jupyter.display')]()[type];
  const bundle = (): MimeBundle => ({
    'text/html': `<p>${escapeHtml(line)}</p>\n${part('text/html')}`,
    'text/markdown': `${line}\n\n${part('text/markdown')}`,
    'text/plain': text(),
  });
  return Object.defineProperties(data, {
    toString: { value: text },
    [Symbol.for('nodejs.util.inspect.custom')]: { value: text },
    [Symbol.for('Jupyter.display')]: { value: bundle },
  });
}

type Display = Record<symbol, () => MimeBundle>;
