import type { Contestant } from './contestants.js';
import type { Measures } from './measure.js';

const rows: { key: keyof Measures; title: string; show(value: number): string }[] = [
  { key: 'ready', title: 'ready', show: seconds },
  { key: 'firstCell', title: 'start to first import', show: seconds },
  { key: 'roundTrip', title: '1+1', show: (ms) => `${ms.toFixed(1)} ms` },
  { key: 'lines', title: '1e5 lines', show: seconds },
  { key: 'memory', title: 'memory at ready', show: (bytes) => `${Math.round(bytes / 2 ** 20)} MiB` },
];

/** A row for every measure, a column for every kernel; the first kernel is what the others are compared with. */
export function table(
  contestants: readonly Contestant[],
  measured: (name: string, row: keyof Measures) => number,
): string {
  const head = ['', ...contestants.map(({ name }) => name)];
  const body = rows.map(({ key, title, show }) => {
    const own = measured(contestants[0].name, key);
    const cells = contestants.map(({ name, absent }, i) => {
      if (absent !== undefined) return 'absent';
      const value = measured(name, key);
      if (Number.isNaN(value)) return 'lost output';
      return i === 0 || Number.isNaN(own) ? show(value) : `${show(value)} (${(own / value).toFixed(2)})`;
    });
    return [title, ...cells];
  });
  const lines = [head, ...body];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  const text = lines.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
  );
  const notes = contestants.flatMap(({ name, absent }) => (absent === undefined ? [] : `${name} is absent: ${absent}`));
  return [...text, ...notes].join('\n');
}

/** NaN if half of the values or more are NaN, which stands for a measurement that came to no end. */
export function median(values: readonly number[]): number {
  const ranked = values.map((value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)).sort((a, b) => a - b);
  const middle = ranked[Math.floor(ranked.length / 2)];
  return middle === Number.POSITIVE_INFINITY ? Number.NaN : (middle ?? Number.NaN);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
