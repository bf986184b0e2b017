import { comparison, type Named, type Row } from '../support/table.js';
import type { Measures } from './measure.js';

interface MeasureRow extends Row {
  key: keyof Measures;
}

const ROWS: MeasureRow[] = [
  { key: 'ready', title: 'ready', show: seconds },
  { key: 'firstCell', title: 'start to first import', show: seconds },
  { key: 'again', title: 'the same import again', show: milliseconds },
  { key: 'redefine', title: 'function declared again', show: milliseconds },
  { key: 'completion', title: 'completion', show: milliseconds },
  { key: 'roundTrip', title: '1+1', show: milliseconds },
  { key: 'lines', title: '1e5 lines', show: seconds },
  { key: 'memory', title: 'memory at ready', show: mebibytes },
  { key: 'memoryAfter', title: 'memory after the import', show: mebibytes },
];

/**
 * Makes a table with a row for every measure and a column for every kernel. The first kernel is
 * compared with the others.
 */
export function table(contestants: readonly Named[], measured: (name: string, row: keyof Measures) => number): string {
  return comparison(ROWS, contestants, (name, { key }) => measured(name, key), 'lost output');
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(1)} ms`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
