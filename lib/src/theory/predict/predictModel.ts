import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, knownOptions } from '../../foundation/argument.js';
import { numbersOf, splitValues, type TensorValues } from '../../network/modelValues.js';
import type { ModelView } from '../../network/view/modelView.js';
import type { GivenInput } from './forward/inputSignal.js';
import { planModel } from './planModel.js';
import { labelPrediction, type ModelPrediction, type PredictModelOptions } from './prediction.js';
import { propagate } from './propagate.js';

/** What `predict` does, for a model that has been read. */
export function predictView(view: ModelView, options: PredictModelOptions = {}): ModelPrediction[] {
  knownOptions(options, ['x', 'batch', 'init', 'known', 'training'], 'predict');
  const { x, batch, init = 'measured', known = {}, training = false } = options;
  const { nodes, outputs } = planModel(view, { init, known, training });
  const inputs = x === undefined ? [] : givenInputs(view.model, x);
  return propagate(nodes, outputs, { inputs, batch }).map((bands, layer) =>
    labelPrediction(nodes[layer], layer, bands),
  );
}

function givenInputs({ inputs }: LayersModel, x: TensorValues): GivenInput[] {
  return splitValues(x, inputs, 'x').map((value, i) => ({
    name: `x of input ${describe(inputs[i].sourceLayer.name)}`,
    numbers: numbersOf(value),
  }));
}
