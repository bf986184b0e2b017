import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { inputTensors, type TensorValues } from '../../network/data.js';
import { layerActivation } from '../../network/layerActivation.js';
import { modelGraph } from '../../network/view/modelGraph.js';
import { random } from '../../random/random.js';
import { withSeededMath } from '../../random/seededMath.js';
import { sampleSignal, saturatedFraction } from '../sample.js';
import { type Observer, runPasses } from './passes/passes.js';
import { activationName, keepingWeights, withoutStates } from './passes/patches.js';
import { offUnits, unitAxis } from './statistics/units.js';

/** How the units of one call stand, and how alike its samples are, as in `TracedLayer`. */
export interface UnitState {
  deadFraction?: number;
  saturatedFraction?: number;
  correlation: number;
}

/** What `trace` measures of units and of samples, in a forward pass without all else: a tenth of its time. */
export function unitStates(model: LayersModel, x: TensorValues, training: boolean): UnitState[] {
  const graph = modelGraph(model);
  const layers = [...new Set(graph.calls.map(({ layer }) => layer))];
  const states = graph.calls.map((): UnitState => ({ correlation: Number.NaN }));
  const observer: Observer = {
    activation(call, a) {
      const { layer } = graph.calls[call];
      const data = a.dataSync<'float32'>();
      states[call].correlation = sampleSignal(data, a.shape[0] ?? 1).correlation;
      const range = activationName(layer) && layerActivation(layer)?.activation?.range;
      if (range) states[call].saturatedFraction = saturatedFraction(data, range);
    },
    preActivation(call, z, derivative) {
      const { layer } = graph.calls[call];
      if (/softmax/i.test(activationName(layer) ?? '')) return;
      const [slope, data] = [derivative(), z].map((one: Tensor) => one.dataSync<'float32'>());
      states[call].deadFraction = offUnits(slope, data, z.shape, unitAxis(layer, z.shape.length)).deadFraction;
    },
    step() {},
    gradient() {},
    stepGradient() {},
  };
  const run = (): void => {
    const feeds = inputTensors(model, x);
    withSeededMath(random(0).split(2), () => runPasses({ graph, feeds, training, weights: [] }, observer));
  };
  keepingWeights(layers, () => withoutStates(layers, () => tidy(run)));
  return states;
}
