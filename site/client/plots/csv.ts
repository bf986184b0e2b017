import type { Trace } from './figure.js';

/**
 * Writes the data of a plot as a table with one row per point, beginning with the name of the
 * trace.
 */
export function toCsv(traces: readonly Trace[]): string {
  const rows = traces.flatMap((trace, i) => points(trace).map((point) => [trace.name ?? `trace ${i + 1}`, ...point]));
  const header = ['trace', 'x', 'y', ...(traces.some((trace) => trace.z) ? ['z'] : [])];
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

function points({ x, y, z }: Trace): unknown[][] {
  if (z) return z.flatMap((row, i) => row.map((value, j) => [x?.[j] ?? j, y?.[i] ?? i, value]));
  const count = Math.max(x?.length ?? 0, y?.length ?? 0);
  return Array.from({ length: count }, (_, i) => [x ? x[i] : i, y ? y[i] : '']);
}

function field(value: unknown): string {
  const text = String(value ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
