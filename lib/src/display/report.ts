import { type Table, table } from './table.js';

/** Report of a change, with a row for each layer or weight; shown as a table. */
export interface Report<Row extends object> extends Table {
  readonly rows: readonly Row[];
}

export function report<Row extends object>(rows: readonly Row[]): Report<Row> {
  return Object.assign(table(rows), { rows });
}
