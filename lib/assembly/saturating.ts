/**
 * Hyperbolic tangent and sigmoid of float32 tensors in the imported memory, with the numbers of
 * tfjs's WebAssembly backend.
 */
import { load4, store4 } from './shared/few';
import { sigmoid4, tanh4 } from './shared/saturating';

/** Computes y = tanh x. y may be x. */
export function tanh(x: usize, y: usize, count: i32): void {
  for (; count > 0; count -= 4, x += 16, y += 16) store4(y, tanh4(load4(x, count)), count);
}

/** Computes y = 1 / (1 + e^−x). y may be x. */
export function sigmoid(x: usize, y: usize, count: i32): void {
  for (; count > 0; count -= 4, x += 16, y += 16) store4(y, sigmoid4(load4(x, count)), count);
}
