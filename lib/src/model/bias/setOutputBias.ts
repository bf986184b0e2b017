import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe } from '../../foundation/argument.js';
import { checkData } from '../../network/data.js';
import { DataRangeError } from '../../network/dataErrors.js';
import { type ModelLayer, type ModelView, viewModel } from '../../network/view/modelView.js';
import { writeValues } from '../weights/variables.js';
import type { Labels } from './labels.js';
import { type OutputBiasOptions, type OutputTask, outputBias } from './outputBias.js';

const TASK_OF_ACTIVATION: Record<string, OutputTask> = { sigmoid: 'binary', softmax: 'softmax', logSoftmax: 'softmax' };

/**
 * Sets the bias of a model's output layer to {@link outputBias} of the labels. The activation
 * decides the task: softmax, or binary for a sigmoid; after a linear output the labels decide. If
 * the output kernel is 0, the first loss equals the entropy of the labels; if the kernel is small,
 * it comes close.
 *
 * @param model - changed in place
 * @param data - `y`: the labels of the training set, as for `outputBias`
 * @returns the bias
 * @throws RangeError if the model lacks an output layer with a bias, has more than one, or has a
 * different number of outputs from the labels; and the errors of `outputBias`
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { setOutputBias } from 'initlab';
 * const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 3, activation: 'softmax', inputShape: [8] })] });
 * setOutputBias(model, { y: [0, 0, 1, 2] }); // [-0.693147, -1.386294, -1.386294]
 * ```
 */
export function setOutputBias(
  model: LayersModel,
  data: { readonly y: Labels },
  options: OutputBiasOptions = {},
): Float32Array {
  checkData(data, ['y'], 'setOutputBias(model, { y }, options)');
  return setOutputBiasOfView(viewModel(model), data, options);
}

/** Implements `setOutputBias` for a model view. */
export function setOutputBiasOfView(
  view: ModelView,
  data: { readonly y: Labels },
  options: OutputBiasOptions = {},
): Float32Array {
  const { name, weights, activation } = findOutputLayer(view);
  const [units] = weights.bias.shape as number[];
  const task = options.task ?? TASK_OF_ACTIVATION[activation.name];
  const classes = options.classes ?? (task === 'softmax' ? units : undefined);
  const bias = outputBias(data.y, { ...options, ...(task && { task }), ...(classes && { classes }) });
  if (bias.length !== units) {
    const problem = `have ${bias.length} outputs, but layer ${describe(name)} has ${units}; the two numbers must be equal`;
    throw new DataRangeError({ code: 'wrongShape', argument: 'the labels', problem });
  }
  writeValues(weights.bias, bias);
  return bias;
}

function findOutputLayer({ model, layers }: ModelView): ModelLayer {
  const candidates = layers.filter(({ isOutput, kind, weights }) => isOutput && kind !== 'norm' && weights.bias);
  if (candidates.length === 1) return candidates[0];
  const found = candidates.length === 0 ? 'none' : candidates.map(({ name }) => describe(name)).join(', ');
  throw new RangeError(
    `model ${describe(model.name)} must have exactly one output layer with a bias, but has ${found}; compute outputBias(labels) and set it yourself`,
  );
}
