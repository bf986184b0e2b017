import type { Tensor } from '@tensorflow/tfjs-core';
import { addN, square, sub, sum, tidy } from '#tfjs-core';

/**
 * Computes Σx². The backend sums in float32, fast; if that overflows, the sum is computed again in
 * double precision.
 */
export function sumOfSquares(x: Tensor): number {
  const fast = tidy(() => sum(square(x)).dataSync()[0]);
  if (Number.isFinite(fast)) return fast;
  let total = 0;
  for (const value of x.dataSync()) total += value * value;
  return total;
}

/** Computes Σ(b − a)², as {@link sumOfSquares}. */
export function squaredDistance(a: Tensor, b: Tensor): number {
  return tidy(() => sumOfSquares(sub(b, a)));
}

/** Checks that all numbers of some tensors are finite, by one number that the backend computes. */
export function areFinite(tensors: readonly Tensor[]): boolean {
  if (tensors.length === 0) return true;
  if (Number.isFinite(tidy(() => addN(tensors.map((tensor) => sum(tensor))).dataSync()[0]))) return true;
  return tensors.every((tensor) => firstNonFinite(tensor) === undefined);
}

/** Finds the first NaN or infinity of a tensor. A finite sum shows quickly that there is none. */
export function firstNonFinite(tensor: Tensor): number | undefined {
  if (Number.isFinite(tidy(() => sum(tensor).dataSync()[0]))) return undefined;
  return (tensor.dataSync() as Float32Array).find((value) => !Number.isFinite(value));
}
