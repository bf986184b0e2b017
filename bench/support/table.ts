import { median } from '../../lib/src/foundation/statistics.js';

/** A row of a comparison. */
export interface Row {
  title: string;
  show(value: number): string;
}

/** A contestant in a comparison, with the reason if it cannot be measured. */
export interface Named {
  name: string;
  absent?: string;
}

/**
 * Makes a table with a row for every measure and a column for every contestant. The first
 * contestant is compared with the others: its time as a multiple of theirs is in brackets.
 *
 * @param measured - the value, or NaN for a measurement that did not finish.
 * @param missing - the text for NaN.
 */
export function comparison<R extends Row>(
  rows: readonly R[],
  contestants: readonly Named[],
  measured: (name: string, row: R) => number,
  missing: string,
): string {
  const head = ['', ...contestants.map(({ name }) => name)];
  const body = rows.map((row) => {
    const own = measured(contestants[0].name, row);
    const cells = contestants.map(({ name, absent }, i) => {
      if (absent !== undefined) return 'absent';
      const value = measured(name, row);
      if (Number.isNaN(value)) return missing;
      return i === 0 || Number.isNaN(own) ? row.show(value) : `${row.show(value)} (${(own / value).toFixed(2)})`;
    });
    return [row.title, ...cells];
  });
  const lines = [head, ...body];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
  );
  const notes = contestants.flatMap(({ name, absent }) => (absent === undefined ? [] : `${name} is absent: ${absent}`));
  return [...text, ...notes].join('\n');
}

/**
 * Computes the median of measurements. The result is NaN if at least half of them are NaN because
 * they did not finish.
 */
export function medianMeasurement(values: readonly number[]): number {
  const middle = median(values.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)));
  return middle === Number.POSITIVE_INFINITY ? Number.NaN : middle;
}
