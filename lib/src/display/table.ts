import { describe, optionsObject } from '../foundation/argument.js';
import { findBuiltin } from '../foundation/builtin.js';
import type { MimeBundle } from './display.js';
import { escapeHtml } from './escapeHtml.js';
import { significant } from './significant.js';

/** Table that is shown as HTML in a notebook and as text elsewhere. */
export interface Table {
  /** Returns the table as text. Columns of numbers are right-aligned. */
  toString(): string;
}

interface Column {
  name: string;
  cells: string[];
  isNumber: boolean;
}

/**
 * Makes a table of plain objects, with a row for each object and a column for every key, in the
 * order in which the keys first appear. As the last value of a cell, the table is shown as HTML.
 * `String(table(rows))` and clients without HTML show text. Numbers keep `digits` significant
 * digits.
 *
 * @param options.columns the keys to show, in this order (default: all)
 * @param options.digits significant digits of numbers that are not whole, or beyond 2⁵³ (default 4)
 * @throws RangeError if `digits` is not a whole number from 1 to 17; TypeError if `rows` is not a
 *   list of objects
 * @example
 * ```ts
 * import { table } from 'initlab';
 * table([
 *   { layer: 1, variance: 1.03456 },
 *   { layer: 2, variance: 0.25 },
 * ]); // layer  variance
 * //         1     1.035
 * //         2      0.25
 * ```
 */
export function table(rows: readonly object[], options: { columns?: readonly string[]; digits?: number } = {}): Table {
  if (!Array.isArray(rows) || !rows.every((row) => typeof row === 'object' && row !== null))
    throw new TypeError(`table: rows is ${describe(rows)}; it must be a list of objects: table([{ layer: 1 }])`);
  optionsObject(options, 'table', '{ digits: 3 }');
  const { digits = 4, columns: names = [...new Set(rows.flatMap((row) => Object.keys(row)))] } = options;
  if (!Number.isInteger(digits) || digits < 1 || digits > 17) {
    throw new RangeError(`table: digits must be a whole number from 1 to 17, not ${digits}`);
  }
  const columns = names.map((name) => column(rows, name, digits));
  const text = (): string => textTable(columns);
  const bundle = (): MimeBundle => ({
    'text/html': htmlTable(columns),
    'text/markdown': markdownTable(columns),
    'text/plain': text(),
  });
  return Object.defineProperties({} as Table, {
    toString: { value: text },
    [Symbol.for('nodejs.util.inspect.custom')]: { value: text },
    [Symbol.for('Jupyter.display')]: { value: bundle },
  });
}

function column(rows: readonly object[], name: string, digits: number): Column {
  const values = rows.map((row) => (row as Record<string, unknown>)[name]);
  const given = values.filter((value) => value !== undefined && value !== null);
  const isNumber = given.length > 0 && given.every((value) => typeof value === 'number' || typeof value === 'bigint');
  return { name, isNumber, cells: values.map((value) => cellText(value, digits)) };
}

function cellText(value: unknown, digits: number): string {
  if (value === undefined || value === null) return '';
  // Beyond 2⁵³ every float is whole, and its last digits carry no information.
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : significant(value, digits);
  if (typeof value === 'string') return value;
  const util = findBuiltin('node:util') as typeof import('node:util') | undefined;
  if (util === undefined) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  return util.inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
}

function textTable(columns: readonly Column[]): string {
  const padded = columns.map(({ name, cells, isNumber }) => {
    const lines = [name, ...cells].map((cell) => cell.replaceAll(/\s*\n\s*/g, ' '));
    const width = Math.max(...lines.map((line) => line.length));
    return lines.map((line) => (isNumber ? line.padStart(width) : line.padEnd(width)));
  });
  const count = padded[0]?.length ?? 0;
  const line = (i: number): string =>
    padded
      .map((lines) => lines[i])
      .join('  ')
      .trimEnd();
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

function htmlTable(columns: readonly Column[]): string {
  const row = (tag: string, cellOf: (column: Column) => string): string => {
    const cells = columns.map((column) => {
      const align = column.isNumber ? 'right' : 'left';
      return `<${tag} style="text-align: ${align}">${escapeHtml(cellOf(column))}</${tag}>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  };
  const body = (columns[0]?.cells ?? []).map((_, i) => row('td', ({ cells }) => cells[i]));
  const head = row('th', ({ name }) => name);
  return `<table>\n<thead>${head}</thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`;
}

/** Writes the table in Markdown, for front-ends that do not trust HTML. */
function markdownTable(columns: readonly Column[]): string {
  const escaped = (cell: string): string => cell.replaceAll(/[\\`*_[\]<>|$]/g, '\\$&').replaceAll(/\s*\n\s*/g, ' ');
  const row = (cellOf: (column: Column) => string): string => `| ${columns.map(cellOf).join(' | ')} |`;
  const body = (columns[0]?.cells ?? []).map((_, i) => row(({ cells }) => escaped(cells[i])));
  return [row(({ name }) => escaped(name)), row(({ isNumber }) => (isNumber ? '--:' : ':--')), ...body].join('\n');
}
