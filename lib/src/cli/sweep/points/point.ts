import { createHash } from 'node:crypto';
import type { Plain } from './plainData.js';

/** One combination of the values of a grid. */
export type Point = { readonly [axis: string]: Plain };

/** Number of hexadecimal digits of an id: 64 bits, so that a million points have different ids. */
const ID_DIGITS = 16;
/** Number of hexadecimal digits of a seed: 48 bits, a safe integer. */
const SEED_DIGITS = 12;

/** Computes the id of a point, which does not depend on the order of its axes. */
export function pointId(point: Point): string {
  return hash(canonical(point)).slice(0, ID_DIGITS);
}

/**
 * Computes the seed of a point. It depends only on the point and on the seed of the sweep, so that
 * a result stays the same if other points are added, and on any number of processes.
 */
export function pointSeed(id: string, sweepSeed: number): number {
  return Number.parseInt(hash(`${sweepSeed}:${id}`).slice(0, SEED_DIGITS), 16);
}

export function hash(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Writes data as JSON with sorted names. */
function canonical(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item as Plain)}`).join(',')}}`;
}
