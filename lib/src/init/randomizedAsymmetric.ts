import { describe } from '../foundation/argument.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';
import { withDescription } from './withDescription.js';

/** Standard deviation σ_w for P = Beta(2, 1): √(1 + 8/(9π)) − 2√2/(3√π). */
const SIGMA = Math.sqrt(1 + 8 / (9 * Math.PI)) - (2 * Math.SQRT2) / (3 * Math.sqrt(Math.PI));

/**
 * Draws weights [in, out] with which a ReLU layer is rarely dead as a whole: N(0, .6007²/in), but
 * one weight of every unit, chosen at random, comes from Beta(2, 1) on [0, 1] instead. Because
 * inputs are positive after a ReLU, this weight tends to keep its unit above 0. Use it from the
 * second layer on, with He's initializer for the first. The paper counts the bias as one more input
 * that may be chosen; here biases stay 0.
 *
 * Lu, Shin, Su, Karniadakis, "Dying ReLU and initialization: theory and numerical examples", 2020,
 * §4.
 *
 * @throws RangeError for a shape without exactly two axes.
 * @example
 * ```ts
 * import { random, randomizedAsymmetric } from 'initlab';
 * const w = randomizedAsymmetric()(random(0), [64, 64]);
 * ```
 */
export function randomizedAsymmetric(): Initializer {
  return withDescription('randomizedAsymmetric', {}, (random, shape) => {
    if (shape.length !== 2) {
      throw new RangeError(
        `shape ${describe(shape)} has ${shape.length} axes; randomizedAsymmetric needs 2, [in, out]`,
      );
    }
    const [inputs, outputs] = shape;
    const out = random.normal(new Float32Array(product(shape)), 0, SIGMA / Math.sqrt(inputs));
    const places = random.uniform(new Float64Array(outputs), 0, inputs);
    const draws = random.uniform(new Float64Array(outputs));
    // The square root of a uniform is Beta(2, 1).
    for (let j = 0; j < outputs; j++) out[Math.floor(places[j]) * outputs + j] = Math.sqrt(draws[j]);
    return out;
  });
}
