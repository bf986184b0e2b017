import { describe, knownOptions } from '../foundation/argument.js';
import { centreTap } from './centreTap.js';
import { type GainOptions, gainOption, resolveGain } from './gainOption.js';
import type { Initializer } from './initializer.js';
import { orthonormal } from './orthonormal.js';
import { product } from './shape.js';
import { withDescription } from './withDescription.js';

const OPTION_NAMES = ['activation', 'slope', 'gain'];

/**
 * Draws a random orthogonal matrix times `gain`. The kernel counts as a matrix [product of all axes
 * but the last, last]. Its columns are orthonormal if it is tall, its rows if it is wide, so that
 * WᵀW or WWᵀ is gain²·I. The distribution is uniform (Haar). A linear net of square orthogonal
 * layers keeps the norm of every signal and gradient exactly, at any depth.
 *
 * Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear
 * neural networks", ICLR 2014.
 *
 * @formula W^\mathsf{T} W = \mathrm{gain}^2 I \quad
 *   \text{or}\quad W W^\mathsf{T} = \mathrm{gain}^2 I
 * @param options - `activation`, `slope` or `gain`, default gain 1.
 * @throws RangeError for a gain that is negative or not finite, or a shape of fewer than two axes;
 * TypeError for an unknown option.
 * @example
 * ```ts
 * import { orthogonal, random } from 'initlab';
 * const [a, b, c, d] = orthogonal()(random(0), [2, 2]);
 * Math.abs(a * b + c * d) < 1e-7;   // true
 * ```
 */
export function orthogonal(options: GainOptions = {}): Initializer {
  knownOptions(options, OPTION_NAMES, 'orthogonal');
  const gain = gainOption(options, 1);
  return withDescription('orthogonal', resolveGain(options), (random, shape) => {
    if (shape.length < 2)
      throw new RangeError(`shape ${describe(shape)} has ${shape.length} axes; orthogonal needs 2 or more`);
    return new Float32Array(orthonormal(random, product(shape.slice(0, -1)), shape[shape.length - 1], gain));
  });
}

/**
 * Draws a convolution kernel with an orthogonal matrix across channels at its centre, and 0
 * elsewhere. With circular padding it keeps the norm of every image (times `gain`), so a linear
 * convolutional net of any depth is an isometry. With 'same' padding the centre lies on the pixel
 * itself: it is (size − 1)/2, rounded down.
 *
 * Xiao, Bahri, Sohl-Dickstein, Schoenholz, Pennington, "Dynamical isometry and a mean field theory
 * of CNNs", ICML 2018.
 *
 * @param options - `activation`, `slope` or `gain`, default gain 1.
 * @throws RangeError for a gain that is negative or not finite, a kernel […spatial, in, out]
 * without 3 to 5 axes, or a kernel with more inputs than outputs, which cannot keep norms;
 * TypeError for an unknown option.
 * @example
 * ```ts
 * import { deltaOrthogonal, random } from 'initlab';
 * deltaOrthogonal()(random(0), [3, 3, 16, 32]).filter((w) => w !== 0).length;   // 512
 * ```
 */
export function deltaOrthogonal(options: GainOptions = {}): Initializer {
  knownOptions(options, OPTION_NAMES, 'deltaOrthogonal');
  const gain = gainOption(options, 1);
  return withDescription('deltaOrthogonal', resolveGain(options), (random, shape) => {
    const [inputs, outputs] = shape.slice(-2);
    return centreTap(shape, 'deltaOrthogonal', (tap) => {
      if (inputs > outputs) {
        throw new RangeError(
          `shape ${describe(shape)} has ${inputs} inputs and ${outputs} outputs; deltaOrthogonal needs at least as many outputs`,
        );
      }
      tap.set(orthonormal(random, inputs, outputs, gain));
    });
  });
}
