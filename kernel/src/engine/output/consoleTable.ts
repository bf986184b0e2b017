import { Console } from 'node:console';
import { Writable } from 'node:stream';
import type { DisplayContent, MimeBundle } from '../../threads/outputEvent.js';
import { formatRows } from './formatRows.js';

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
  return { ...formatRows(data, columns), 'text/plain': plainTable(data, columns) };
}

/** Formats the table as Node's own console.table prints it. */
function plainTable(data: object, columns: readonly string[] | undefined): string {
  const lines: string[] = [];
  const stdout = new Writable({ write: (chunk, _encoding, done) => done(void lines.push(String(chunk))) });
  new Console({ stdout }).table(data, columns && [...columns]);
  return lines.join('').trimEnd();
}
