import { gatesOf } from '../../../model/weights/weightFans.js';
import { random } from '../../../random/random.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';

/** Products with the matrix before the growth is measured, and products that measure it. */
const SETTLING_STEPS = 100;
const MEASURED_STEPS = 200;

/**
 * Estimates the spectral radius of each gate of recurrent weights: the factor by which many steps
 * multiply a state, per step. The list is empty for the convolutions of a ConvLSTM.
 */
export function spectralRadii({ layer, weight, variable, shape }: ExaminedMatrix): number[] {
  const [units] = shape;
  const gates = gatesOf(layer, weight);
  if (shape.length !== 2 || shape[1] !== gates * units) return [];
  const values = variable.read().dataSync<'float32'>();
  return Array.from({ length: gates }, (_, gate) => spectralRadius(values, units, gate * units));
}

/**
 * Estimates a spectral radius by the power method, to a few percent: the mean growth of the norm
 * over many products, which also converges if the largest eigenvalues are complex.
 *
 * @param values row-major, with the columns of the matrix from `from` on
 */
function spectralRadius(values: Float32Array, units: number, from: number): number {
  const columns = values.length / units;
  let state = random(0).normal(new Float64Array(units));
  let growth = 0;
  for (let step = 0; step < SETTLING_STEPS + MEASURED_STEPS; step++) {
    const next = new Float64Array(units);
    for (let i = 0; i < units; i++)
      for (let j = 0; j < units; j++) next[j] += state[i] * values[i * columns + from + j];
    const norm = Math.hypot(...next);
    if (!(norm > 0) || !Number.isFinite(norm)) return norm;
    if (step >= SETTLING_STEPS) growth += Math.log(norm) / MEASURED_STEPS;
    state = next.map((value) => value / norm);
  }
  return Math.exp(growth);
}
