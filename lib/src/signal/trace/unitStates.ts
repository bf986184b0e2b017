import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { ModelView } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import { withSeededMath } from '../../random/seededMath.js';
import { sampleSignal, saturatedFraction } from '../sample.js';
import { type Observer, runPasses } from './passes/passes.js';
import { activationName } from './passes/patches.js';
import { offUnits, unitAxis } from './statistics/units.js';

/** State of the units of one call, and similarity of its samples, as in `TracedLayer`. */
export interface UnitState {
  deadFraction?: number;
  saturatedFraction?: number;
  correlation: number;
}

/**
 * Measures only the units and the similarity of samples, in a forward pass. This takes a tenth of
 * the time of `trace`. Call this function within {@link leavingModel}.
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
      const [slope, data] = [derivative(), z].map((values: Tensor) => values.dataSync<'float32'>());
      states[call].deadFraction = offUnits(slope, data, z.shape, unitAxis(layer, z.shape.length)).deadFraction;
    },
    step() {},
    gradient() {},
    stepGradient() {},
  };
  const run = (): void => {
    withSeededMath(random(0).split(2), () => runPasses({ graph: view, feeds, training, weights: [] }, observer));
  };
  tidy(run);
  return states;
}
