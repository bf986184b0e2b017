import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, oneOf } from '../foundation/argument.js';
import { type LossFunction, type LossName, meanLoss, type Objective, objectives } from '../network/losses.js';
import { viewModel } from '../network/view/modelView.js';

/** What tfjs calls the losses of classes; the others have no accuracy. */
const namesInTfjs: Record<string, LossName> = {
  categoricalCrossentropy: 'crossEntropy',
  sparseCategoricalCrossentropy: 'crossEntropy',
  binaryCrossentropy: 'binaryCrossEntropy',
};

/**
 * The objective that is asked for; else that which the model is compiled with; else the cross entropy for integer targets and the mean
 * squared error for others.
 */
export function objectiveOf(
  model: LayersModel,
  loss: LossName | LossFunction | undefined,
  integerTargets: boolean,
): Objective {
  if (typeof loss === 'function') return { loss: (y, output) => meanLoss(loss, y, output) };
  if (loss !== undefined && typeof loss !== 'string') {
    throw new TypeError(`loss is ${describe(loss)}; it must be a name or a function (targets, output) => tensor`);
  }
  const compiled = compiledLoss(model);
  if (loss === undefined && compiled) return compiledObjective(model, compiled);
  const name = loss ?? (integerTargets ? 'crossEntropy' : 'meanSquaredError');
  oneOf(name, Object.keys(objectives) as LossName[], 'loss');
  return objectives[name](viewModel(model).outputs[0].isProbability);
}

/** A sequential model keeps what it was compiled with in the functional model within. */
function compiledLoss(model: LayersModel): LossFunction | undefined {
  const { model: within = model } = model as unknown as { model?: LayersModel };
  return within.lossFunctions?.[0];
}

function compiledObjective(model: LayersModel, compiled: LossFunction): Objective {
  const name = typeof model.loss === 'string' ? namesInTfjs[model.loss] : undefined;
  return {
    ...(name && objectives[name](viewModel(model).outputs[0].isProbability)),
    loss: (y, output) => meanLoss(compiled, tf.cast(y, 'float32'), output),
  };
}
