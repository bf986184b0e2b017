import { zeros } from '../../init/constant.js';
import { initWeightsOfView } from '../../model/initWeights.js';
import type { LayerRule } from '../../model/layerRule.js';
import type { ModelView } from '../../network/view/modelView.js';
import { type UnitState, unitStates } from '../../signal/trace/unitStates.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { hasOwnBias, rightInitializer } from '../matrices/rightInitializer.js';
import type { Samples } from './samples.js';

/**
 * Seed of the first control draw: far from the seeds that people choose, so that a control is not
 * the network itself.
 */
const FIRST_SEED = 1000;

interface Controlled extends Pick<Samples, 'feeds'> {
  view: ModelView;
  training: boolean;
  matrices: readonly ExaminedMatrix[];
}

/**
 * Measures the same network on the same samples with biases of 0 and weights re-initialized as they
 * should be: what share of the units is dead, or how alike samples become, at this architecture,
 * depth and width. Several draws are needed, because narrow networks differ. Call within
 * {@link leavingModel}.
 *
 * @param from index of the first draw
 * @param to index after the last draw
 */
export function controlDraws({ view, feeds, training, matrices }: Controlled, from: number, to: number): UnitState[][] {
  const rule: LayerRule = ({ name }) => {
    const own = matrices.filter(({ layer, secondMoment }) => layer.name === name && secondMoment > 0);
    if (own.length === 0) return undefined;
    const chosen = Object.fromEntries(own.map((matrix) => [matrix.weight, rightInitializer(matrix)]));
    return own.some(hasOwnBias) ? { ...chosen, bias: zeros() } : chosen;
  };
  return Array.from({ length: to - from }, (_, draw) => {
    initWeightsOfView(view, { rule, seed: FIRST_SEED + from + draw, includeFrozen: true });
    return unitStates(view, feeds, training);
  });
}
