/**
 * Bounds in the precision of an array, so that a draw neither leaves its interval nor becomes
 * infinite when it is rounded.
 */

export type Floats = Float32Array | Float64Array;

const SINGLE = new Float32Array(1);
const SINGLE_BITS = new Int32Array(SINGLE.buffer);
const DOUBLE = new Float64Array(1);
const DOUBLE_BITS = new BigInt64Array(DOUBLE.buffer);

/**
 * Throws if normals of this mean and standard deviation may exceed the largest number of the
 * array's precision.
 */
export function withinReach(mean: number, std: number, out: Floats): void {
  const largest = out instanceof Float32Array ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE;
  if (Math.abs(mean) + 9 * std > largest) {
    throw new RangeError(
      `mean is ${mean} and std is ${std}; |mean| + 9 · std must be at most ${largest}, the largest ${out.constructor.name} element`,
    );
  }
}

/** Gives the smallest number of the array's precision that is at least x. */
export function smallestAtLeast(x: number, out: Floats): number {
  if (out instanceof Float64Array || Math.fround(x) >= x) return out instanceof Float64Array ? x : Math.fround(x);
  return -neighbourBelow32(-Math.fround(x));
}

/** Gives the largest number of the array's precision that is below x. */
export function largestBelow(x: number, out: Floats): number {
  if (out instanceof Float64Array) return neighbourBelow64(x);
  return Math.fround(x) < x ? Math.fround(x) : neighbourBelow32(Math.fround(x));
}

function neighbourBelow32(x: number): number {
  SINGLE[0] = x + 0;
  SINGLE_BITS[0] = x === 0 ? -0x7fffffff : SINGLE_BITS[0] + (x > 0 ? -1 : 1);
  return SINGLE[0];
}

function neighbourBelow64(x: number): number {
  DOUBLE[0] = x;
  DOUBLE_BITS[0] = x === 0 ? -0x7fffffffffffffffn : DOUBLE_BITS[0] + (x > 0 ? -1n : 1n);
  return DOUBLE[0];
}
