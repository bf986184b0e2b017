import { describe, knownOptions, nonNegative, positiveInteger } from '../foundation/argument.js';
import { centreTap } from './centreTap.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';
import { withDescription } from './withDescription.js';

/**
 * Fills the diagonal of a dense kernel [in, out] with `gain`, and the rest with 0: unit i returns
 * input i unchanged, as long as both exist. Nothing is drawn. Deterministic weights train well as
 * long as they differ from unit to unit.
 *
 * @throws RangeError for a gain that is negative or not finite, or a shape without exactly two
 * axes; TypeError for an unknown option.
 * @example
 * ```ts
 * import { identity, random } from 'initlab';
 * identity()(random(0), [2, 3]);   // [1, 0, 0, 0, 1, 0]
 * ```
 */
export function identity(options: { gain?: number } = {}): Initializer {
  knownOptions(options, ['gain'], 'identity');
  const gain = nonNegative(options.gain ?? 1, 'gain');
  return withDescription('identity', options, (_random, shape) => {
    if (shape.length !== 2)
      throw new RangeError(`shape ${describe(shape)} has ${shape.length} axes; identity needs 2, [in, out]`);
    const out = new Float32Array(product(shape));
    for (let i = 0; i < Math.min(shape[0], shape[1]); i++) out[i * shape[1] + i] = gain;
    return out;
  });
}

/**
 * Makes the identity of convolutions: with 'same' padding and stride 1, output channel i of each
 * group is input channel i of the group, as long as both exist. The 1 is at the centre of the
 * kernel, (size − 1)/2 rounded down. Nothing is drawn.
 *
 * Zagoruyko & Komodakis, "DiracNets", 2017.
 *
 * @param options - `groups` of the convolution, default 1. The kernel is […spatial, in/groups,
 * out].
 * @throws RangeError for a shape without 3 to 5 axes or groups that do not divide its outputs;
 * TypeError for an unknown option.
 * @example
 * ```ts
 * import { dirac, random } from 'initlab';
 * dirac()(random(0), [3, 2, 2]);   // [0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0]
 * ```
 */
export function dirac(options: { groups?: number } = {}): Initializer {
  knownOptions(options, ['groups'], 'dirac');
  const groups = positiveInteger(options.groups ?? 1, 'groups');
  return withDescription('dirac', options, (_random, shape) => {
    const [inputs, outputs] = shape.slice(-2);
    return centreTap(shape, 'dirac', (tap) => {
      if (outputs % groups !== 0) {
        throw new RangeError(
          `groups is ${groups}, which does not divide the ${outputs} outputs of shape ${describe(shape)}`,
        );
      }
      const each = outputs / groups;
      for (let group = 0; group < groups; group++) {
        for (let i = 0; i < Math.min(inputs, each); i++) tap[i * outputs + group * each + i] = 1;
      }
    });
  });
}
