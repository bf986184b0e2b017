import { zeros } from '../../init/constant.js';
import { initWeights } from '../../model/initWeights.js';
import { keepingWeights } from '../../signal/trace/passes/patches.js';
import { type UnitState, unitStates } from '../../signal/trace/unitStates.js';
import { rightInitializer } from '../repairs/repairWeights.js';
import type { Examination } from './examine.js';

/** Of so many fair draws of the same network, or more, the states of units by call. */
export type Fair = (draws: number) => readonly UnitState[][];

/**
 * The same network on the same samples, with biases of 0 and hidden weights drawn anew as they should be: what share of the units is dead, or how alike samples
 * become, in a net of this architecture, depth and width. Several draws, as narrow nets differ.
 */
export function controls({ model, view, x, training, matrices }: Examination, draws: number): UnitState[][] {
  const layers = [...new Set(view.calls.map(({ layer }) => layer))];
  return keepingWeights(layers, () =>
    Array.from({ length: draws }, (_, draw) => {
      initWeights(model, {
        rule: ({ name, weights }) => {
          const own = matrices.filter(({ layer, secondMoment }) => layer.name === name && secondMoment > 0);
          if (own.length === 0) return undefined;
          const chosen = Object.fromEntries(own.map((one) => [one.weight, rightInitializer(one)]));
          return weights.bias && !weights.recurrent ? { ...chosen, bias: zeros() } : chosen;
        },
        seed: 1000 + draw,
        includeFrozen: true,
      });
      return unitStates(model, x, training);
    }),
  );
}
