import { inspect } from 'node:util';

/** A table in the two forms that need no width of characters. */
export interface FormattedRows {
  'text/html': string;
  'text/markdown': string;
}

/** Formats a table in HTML and Markdown: one row per element, with the index first. */
export function formatRows(data: object, columns?: readonly string[]): FormattedRows {
  const rows = entries(data);
  const keys = columns ?? [...new Set(rows.flatMap(([, row]) => (isRow(row) ? Object.keys(row) : [])))];
  const hasValues = columns === undefined && rows.some(([, row]) => !isRow(row));
  const head = ['(index)', ...keys, ...(hasValues ? ['Values'] : [])];
  const body = rows.map(([index, row]) => {
    const cells = keys.map((key) => (isRow(row) && Object.hasOwn(row, key) ? text(row[key]) : ''));
    return [String(index), ...cells, ...(hasValues ? [isRow(row) ? '' : text(row)] : [])];
  });
  return {
    'text/html': html(head, body),
    'text/markdown': markdown(head, body),
  };
}

function entries(data: object): [unknown, unknown][] {
  if (data instanceof Map) return [...data];
  if (data instanceof Set) return [...data].map((value, i) => [i, value]);
  return Object.entries(data);
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 0, breakLength: Number.POSITIVE_INFINITY });
}

function html(head: readonly string[], body: readonly (readonly string[])[]): string {
  const row = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  const rows = body.map((cells) => row('td', cells)).join('\n');
  return `<table>\n<thead>${row('th', head)}</thead>\n<tbody>\n${rows}\n</tbody>\n</table>`;
}

/** Formats the table for front-ends that do not trust HTML. */
function markdown(head: readonly string[], body: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...body.map(row)].join('\n');
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|$]/g, '\\$&').replaceAll(/\s*\n\s*/g, ' ');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
