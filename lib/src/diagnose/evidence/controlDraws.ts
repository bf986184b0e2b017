import type { Tensor } from '@tensorflow/tfjs-core';
import { tidy } from '#tfjs-core';
import { zeros } from '../../init/constant.js';
import { initWeightsOfView } from '../../model/initWeights.js';
import type { LayerRule } from '../../model/layerRule.js';
import type { ModelView } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import { sampleSignal } from '../../signal/sample.js';
import type { Observer } from '../../signal/trace/passes/observer.js';
import { runForward } from '../../signal/trace/passes/passes.js';
import { activationName } from '../../signal/trace/passes/patches.js';
import { offUnits, saturatedFraction, unitAxis } from '../../signal/units.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { hasOwnBias, rightInitializer } from '../matrices/rightInitializer.js';
import type { Samples } from './samples.js';

/**
 * Seed of the first control draw. It is far from the seeds that people choose, so that a control
 * draw never equals the diagnosed network.
 */
const FIRST_SEED = 1000;

/**
 * State of the units of one call, and similarity of its samples, with the fields of `TracedLayer`.
 */
export interface UnitState {
  deadFraction?: number;
  saturatedFraction?: number;
  correlation: number;
}

interface Controlled extends Pick<Samples, 'feeds'> {
  view: ModelView;
  training: boolean;
  matrices: readonly ExaminedMatrix[];
}

/**
 * Measures the same network on the same samples, but with biases of 0 and correctly re-initialized
 * weights. This shows what share of dead units, and what similarity of samples, is normal at this
 * architecture, depth and width. Several draws are needed, because narrow networks differ. Call
 * this function within {@link withModelRestored}.
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

/**
 * Measures only the units and the similarity of samples, in a forward pass, which takes a tenth of
 * the time of `trace`. Call this function within {@link withModelRestored}.
 */
export function unitStates(view: ModelView, feeds: readonly Tensor[], training: boolean): UnitState[] {
  const { calls } = view;
  const states = calls.map((): UnitState => ({ correlation: Number.NaN }));
  const observer: Observer = {
    activation(call, a) {
      const { layer, activation } = calls[call];
      const data = a.dataSync<'float32'>();
      states[call].correlation = sampleSignal(data, a.shape[0] ?? 1).correlation;
      const range = activationName(layer) && activation?.activation?.range;
      if (range) states[call].saturatedFraction = saturatedFraction(data, range);
    },
    preActivation(call, z, derivative) {
      const { layer } = calls[call];
      if (/softmax/i.test(activationName(layer) ?? '')) return;
      const [slope, data] = [derivative(), z].map((signal: Tensor) => signal.dataSync<'float32'>());
      states[call].deadFraction = offUnits(slope, data, z.shape, unitAxis(layer, z.shape.length)).deadFraction;
    },
    step() {},
    gradient() {},
    stepGradient() {},
  };
  const passes = { graph: view, feeds, training, noise: random(0).split(2), observer };
  tidy(() => void runForward(passes));
  return states;
}
