import { tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkData, type ModelData } from '../../network/data.js';
import { type ModelView, viewModel } from '../../network/view/modelView.js';
import { checkOptions, type TraceOptions } from './options.js';
import { measureModel } from './passes/measure.js';
import { keepingWeights, withoutStates } from './passes/patches.js';
import type { ModelTrace } from './result.js';
import { showAsTable } from './table.js';

/**
 * Measures the signal in a model of TensorFlow.js, call by call of its layers, in one forward and one backward pass on a batch: moments, quantiles
 * and histograms of activations and pre-activations, how alike the samples are, units that are off, dead or saturated, gradients of the
 * loss and of ⟨v, output⟩ for v of independent N(0, 1) numbers, and for weights their gradients, the optimizer's step and singular values.
 *
 * Any LayersModel will do: sequential or a graph with branches, shared layers, nested models, several inputs and outputs, and layers of your
 * own. It is not changed: its weights, running statistics and RNN states are afterwards what they were, and no tensor is left over. What
 * is NaN or infinite is reported, with the layer where it began.
 *
 * Signals are what the backend computes in float32; statistics are summed in double precision. A sum over elements is divided by their
 * number: E z² = Σ z²/(B·n) over a batch of B samples with n elements each.
 *
 * @param data - `x`: a tensor, nested arrays, or a flat array with one sample after the other; for several inputs a list
 * or an object by their names. `y`: likewise, one for each output; for a cross entropy of classes also labels by number.
 * Without `y` there is no loss.
 * @throws TypeError for what is not a model and unknown options, RangeError for shapes that do not fit, naming the input or output, and
 * for targets that the loss is not defined for, as a label that is no class; and
 * what the layers and the loss throw.
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { trace, useBackend } from 'initlab';
 * await useBackend('auto');
 * const model = tf.sequential();
 * model.add(tf.layers.dense({ inputShape: [2], units: 64, activation: 'relu' }));
 * model.add(tf.layers.dense({ units: 1 }));
 * const measured = trace(model, { x: [[0, 1], [1, 0], [1, 1]], y: [1, 1, 0] }, { optimizer: 'adam', learningRate: 0.01 });
 * measured.layers.length;                      // 3
 * measured.layers[1].activation.secondMoment;  // of the 64 units, over the 3 samples
 * measured.loss?.name;                         // 'meanSquaredError'
 * ```
 */
export function trace(model: LayersModel, data: ModelData, options: TraceOptions = {}): ModelTrace {
  checkData(data, ['x'], 'trace(model, { x, y }, options)');
  checkOptions(options, data.y !== undefined);
  return traceView(viewModel(model), data, options);
}

/** What `trace` does, for a model that has been read. */
export function traceView(view: ModelView, data: ModelData, options: TraceOptions = {}): ModelTrace {
  const { distinctLayers } = view;
  let measured: Omit<ModelTrace, 'toString'> | undefined;
  const measure = (): void => {
    measured = measureModel(view, data, options);
  };
  // The result leaves through a variable: tidy would look for tensors in all of what it returns.
  keepingWeights(distinctLayers, () => withoutStates(distinctLayers, () => tidy(measure)));
  return showAsTable(measured as unknown as ModelTrace);
}
