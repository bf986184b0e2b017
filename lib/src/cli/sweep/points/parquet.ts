import type { ColumnSource } from 'hyparquet-writer';
import { type Plain, toNumber } from './plainData.js';
import type { Row } from './rows.js';

/**
 * Writes rows as a table in Apache Parquet. Numbers are doubles, NaN and the infinities among them;
 * lists and objects are JSON, and so are columns with values of several kinds.
 */
export async function toParquet(rows: readonly Row[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return new Uint8Array(parquetWriteBuffer({ columnData: names.map((name) => column(name, rows)) }));
}

function column(name: string, rows: readonly Row[]): ColumnSource {
  const values = rows.map((row): Plain => row[name] ?? null);
  const given = values.filter((value) => value !== null);
  const fits = (check: (value: Plain) => boolean): boolean => given.length > 0 && given.every(check);
  if (fits((value) => typeof value === 'boolean')) return { name, data: values as boolean[], type: 'BOOLEAN' };
  if (fits((value) => toNumber(value) !== undefined) && given.some((value) => typeof value === 'number'))
    return { name, data: values.map((value) => toNumber(value) ?? null) as number[], type: 'DOUBLE' };
  if (given.every((value) => typeof value === 'string')) return { name, data: values as string[], type: 'STRING' };
  return { name, data: values as unknown[], type: 'JSON' };
}
