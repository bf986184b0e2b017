import { zeros } from '../../init/constant.js';
import { initWeightsOfView } from '../../model/initWeights.js';
import type { ModelView } from '../../network/view/modelView.js';
import { keepingWeights } from '../../signal/trace/passes/patches.js';
import { type UnitState, unitStates } from '../../signal/trace/unitStates.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { hasOwnBias, rightInitializer } from '../matrices/rightInitializer.js';
import type { Samples } from './samples.js';

/**
 * Seed of the first control draw: far from the seeds that people choose, so that a control is not
 * the network itself.
 */
const FIRST_SEED = 1000;

interface Controlled extends Pick<Samples, 'x'> {
  view: ModelView;
  training: boolean;
  matrices: readonly ExaminedMatrix[];
}

/**
 * Measures the same network on the same samples with biases of 0 and weights re-initialized as they
 * should be: what share of the units is dead, or how alike samples become, at this architecture,
 * depth and width. Several draws are needed, because narrow networks differ.
 *
 * @param from index of the first draw
 * @param to index after the last draw
 */
export function controlDraws({ view, x, training, matrices }: Controlled, from: number, to: number): UnitState[][] {
  return keepingWeights(view.distinctLayers, () =>
    Array.from({ length: to - from }, (_, draw) => {
      initWeightsOfView(view, {
        rule: ({ name }) => {
          const own = matrices.filter(({ layer, secondMoment }) => layer.name === name && secondMoment > 0);
          if (own.length === 0) return undefined;
          const chosen = Object.fromEntries(own.map((matrix) => [matrix.weight, rightInitializer(matrix)]));
          return own.some(hasOwnBias) ? { ...chosen, bias: zeros() } : chosen;
        },
        seed: FIRST_SEED + from + draw,
        includeFrozen: true,
      });
      return unitStates(view, x, training);
    }),
  );
}
