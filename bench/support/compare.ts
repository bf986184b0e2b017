import { comparison, medianMeasurement, type Row } from './table.js';

/** A contestant in a comparison: code that does the work of each row. */
export interface Contestant<RowKey extends string> {
  name: string;
  /** Measures the milliseconds that a row takes, as the mean of `times` repetitions. */
  measure(row: RowKey, times: number): Promise<number>;
  /** Reason why the contestant cannot be measured. */
  absent?: string;
}

export interface TimedRow<RowKey extends string> extends Row {
  key: RowKey;
  /** Number of repetitions without a pause, for work that takes little time. */
  times: number;
}

/**
 * Measures all rows in rounds and prints a table of the medians. In each round, every contestant
 * has its turn, so that disturbances of the machine affect all of them. The first `warmUps` rounds
 * do not count.
 */
export async function compare<RowKey extends string>(
  rows: readonly TimedRow<RowKey>[],
  contestants: readonly Contestant<RowKey>[],
  { rounds, warmUps, about = '' }: { rounds: number; warmUps: number; about?: string },
): Promise<void> {
  const measured = new Map<string, number[]>();
  for (let round = 1 - warmUps; round <= rounds; round++) {
    if (round > 0) process.stderr.write(`round ${round} of ${rounds}\n`);
    for (const { key, times } of rows) {
      for (const { name, measure, absent } of contestants) {
        if (absent !== undefined) continue;
        const time = await measure(key, times);
        if (round > 0) measured.set(name + key, [...(measured.get(name + key) ?? []), time]);
      }
    }
  }
  const facts = `Medians of ${rounds}; in brackets what initlab takes as a multiple of the other. ${process.version}, ${process.platform}.`;
  console.log(`${about}${facts}\n`);
  const value = (name: string, { key }: TimedRow<RowKey>): number => medianMeasurement(measured.get(name + key) ?? []);
  console.log(comparison(rows, contestants, value, 'not measured'));
}

export function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}
