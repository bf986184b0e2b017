import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, knownOptions } from '../../foundation/argument.js';
import { numbersOf, splitValues, type TensorValues } from '../../network/modelValues.js';
import { type ModelView, viewModel } from '../../network/view/modelView.js';
import type { GivenInput } from './forward/inputSignal.js';
import { planModel } from './planModel.js';
import { labelPrediction, type ModelPrediction, type PredictModelOptions } from './prediction.js';
import { propagate } from './propagate.js';

/** Implements `predict` for a model. */
export function predictModel(model: LayersModel, options: PredictModelOptions = {}): ModelPrediction[] {
  knownOptions(options, ['x', 'batch', 'init', 'known', 'training'], 'predict');
  const { x, ...others } = options;
  return predictView(viewModel(model), x === undefined ? [] : givenInputs(model, x), others);
}

/** Predicts for a model view and, if there are any, for the numbers of its inputs. */
export function predictView(
  view: ModelView,
  inputs: readonly GivenInput[],
  { batch, init = 'measured', known = {}, training = false }: Omit<PredictModelOptions, 'x'>,
): ModelPrediction[] {
  const { nodes, outputs } = planModel(view, { init, known, training });
  return propagate(nodes, outputs, { inputs, batch }).map((bands, layer) =>
    labelPrediction(nodes[layer], layer, bands),
  );
}

function givenInputs({ inputs }: LayersModel, x: TensorValues): GivenInput[] {
  return splitValues(x, inputs, 'x').map((value, i) => {
    const name = `x of input ${describe(inputs[i].sourceLayer.name)}`;
    return { name, numbers: numbersOf(value, name) };
  });
}
