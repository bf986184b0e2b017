import { type Table, table } from './table.js';

/** What was done, a row for each thing it was done to; shown as a table. */
export interface Report<Row extends object> extends Table {
  readonly rows: readonly Row[];
}

export function report<Row extends object>(rows: readonly Row[]): Report<Row> {
  return Object.assign(table(rows), { rows });
}
