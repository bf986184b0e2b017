import type { CodeCell, MimeBundle, Notebook, Output } from 'initlab-kernel';
import { PLOTLY } from '../figures/plotBundles.js';

/**
 * Relative tolerance. A cell may set a larger one in its metadata: `"initlab": { "tolerance": 1e-3,
 * "why": "…" }`.
 */
const TOLERANCE = 1e-6;

/**
 * Lists where the outputs of two runs of a notebook differ in text or in the data of plots. Numbers
 * are compared to a relative tolerance. Pictures are not compared, because fonts differ between
 * machines.
 */
export function differences(committed: Notebook, run: Notebook): string[] {
  const [before, after] = [committed, run].map(({ cells }) => cells.filter((cell) => cell.cell_type === 'code'));
  if (before.length !== after.length) return [`${before.length} code cells, ${after.length} when run`];
  return before.flatMap((cell, i) =>
    cellDifferences(cell, after[i]).map((problem) => `code cell ${i + 1}: ${problem}`),
  );
}

function cellDifferences(before: CodeCell, after: CodeCell): string[] {
  const { tolerance = TOLERANCE, why = '' } = (before.metadata.initlab ?? {}) as { tolerance?: number; why?: string };
  if (tolerance !== TOLERANCE && why === '') return ['its metadata has a tolerance of its own, but no "why"'];
  return difference(comparable(before), comparable(after), tolerance, '');
}

/** Reduces a cell to what is compared. */
function comparable({ execution_count, outputs }: CodeCell): unknown {
  return { execution_count, outputs: outputs.map(comparableOutput) };
}

function comparableOutput(output: Output): unknown {
  return 'data' in output ? { ...output, metadata: {}, data: comparableBundle(output.data) } : output;
}

function comparableBundle(bundle: MimeBundle): MimeBundle {
  const { 'image/png': _png, 'image/gif': _gif, ...rest } = bundle;
  if (rest[PLOTLY] === undefined) return rest;
  const { 'text/html': _script, ...plot } = rest;
  return plot;
}

/** Describes the first place where two values differ. The list is empty if they agree. */
function difference(before: unknown, after: unknown, tolerance: number, path: string): string[] {
  if (typeof before === 'number' && typeof after === 'number') {
    return near(before, after, tolerance) ? [] : [describeDifference(path, before, after)];
  }
  if (typeof before === 'string' && typeof after === 'string') {
    return sameText(before, after, tolerance) ? [] : [describeDifference(path, before, after)];
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => difference(before[key], after[key], tolerance, `${path}.${key}`)).slice(0, 1);
  }
  return Object.is(before, after) ? [] : [describeDifference(path, before, after)];
}

const NUMBER = /[-+−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

/** Checks that two texts have the same words, and numbers that are close. */
function sameText(before: string, after: string, tolerance: number): boolean {
  if (before === after) return true;
  if (before.replace(NUMBER, '#') !== after.replace(NUMBER, '#')) return false;
  const [a, b] = [before, after].map((text) => (text.match(NUMBER) ?? []).map((n) => Number(n.replace('−', '-'))));
  return a.every((value, i) => near(value, b[i], tolerance));
}

function near(a: number, b: number, tolerance: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function describeDifference(path: string, before: unknown, after: unknown): string {
  const [a, b] = [before, after].map((value) => JSON.stringify(value)?.slice(0, 300));
  return `${path.slice(1)} is ${a} as committed and ${b} when run`;
}
