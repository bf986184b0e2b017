import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import type { DisplayContent, MimeBundle } from '../../threads/outputEvent.js';

/** Shows a rich output, or updates the one with the same display id. */
export type Show = (content: DisplayContent, update: boolean) => void;

/**
 * Makes `console.table` show an HTML table, with Node's own table as its text. Values other than
 * objects are logged.
 */
export function installConsoleTable(show: Show): void {
  const log = console.log;
  console.table = (data: unknown, columns?: readonly string[]) => {
    if (typeof data !== 'object' || data === null) return log(data);
    show({ data: formatTable(data, columns), metadata: {}, transient: {} }, false);
  };
}

/** Formats a table in text, HTML and Markdown: one row per element, with the index first. */
export function formatTable(data: object, columns?: readonly string[]): MimeBundle {
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
    'text/plain': plainTable(data, columns),
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

/** Formats the table as Node's own console.table prints it. */
function plainTable(data: object, columns: readonly string[] | undefined): string {
  const lines: string[] = [];
  const stdout = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) });
  new Console({ stdout }).table(data, columns && [...columns]);
  return lines.join('').trimEnd();
}
