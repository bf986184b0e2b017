import type { MimeBundle } from './display.js';
import { escapeHtml } from './escapeHtml.js';
import type { Table } from './table.js';
import { withDisplay } from './withDisplay.js';

/** Lets plain data show itself as a line with a table below. */
export function withTable<T extends object>(data: T, line: string, table: Table): T & { toString(): string } {
  const part = (type: string): unknown => (table as Table & Display)[Symbol.for('Jupyter.display')]()[type];
  return withDisplay(data, {
    html: () => `<p>${escapeHtml(line)}</p>\n${part('text/html')}`,
    markdown: () => `${line}\n\n${part('text/markdown')}`,
    text: () => `${line}\n${table}`,
  });
}

type Display = Record<symbol, () => MimeBundle>;
