import type { LayersModel } from '@tensorflow/tfjs-layers';
import { withMemoryAdvice } from '../../backend/memoryError.js';
import { batchLoss } from '../../network/batchLoss.js';
import { checkData, inputTensors, type ModelData, targetArrays } from '../../network/data.js';
import { chooseLosses } from '../../network/lossChoice.js';
import { type ModelView, viewModel } from '../../network/view/modelView.js';
import { checkOptions, type TraceOptions } from './options.js';
import { measureModel } from './passes/measure.js';
import { withModelRestored } from './passes/patches.js';
import type { ModelTrace } from './result.js';
import { showAsTable } from './table.js';

/**
 * Measures the signals in a model of TensorFlow.js, at each layer call, in one forward and one
 * backward pass on a batch. For activations and pre-activations it reports moments, quantiles,
 * histograms, the similarity of samples, and units that are off, dead or saturated. It reports the
 * gradients of the loss and of ⟨v, output⟩, where v holds independent N(0, 1) numbers. For weights
 * it reports gradients, the optimizer's step and singular values.
 *
 * The model can be any LayersModel: sequential, or a graph with branches, shared layers, nested
 * models, several inputs and outputs, and layers of your own. The model is left unchanged,
 * including its running statistics and RNN states, and no tensor is left over. If a value is NaN or
 * infinite, the result names the layer where this began.
 *
 * The backend computes signals in float32; statistics are summed in double precision. A sum over
 * elements is divided by their number: E z² = Σ z²/(B·n) over a batch of B samples with n elements
 * each.
 *
 * @param data - `x`: a tensor, nested arrays, or a flat array with one sample after another; for
 * several inputs, a list or an object with their names as keys. `y`: targets in the same forms, one
 * for each output; a cross entropy also accepts class numbers. Without `y` there is no loss.
 * @throws DataRangeError or DataTypeError, with a `code`, for inputs or targets that do not fit the
 * model, for targets on which the loss is not defined, such as an invalid label, and for integer
 * targets of one linear output without a loss, because they can be classes or numbers; RangeError
 * named MemoryError if memory runs out; TypeError if `model` isn't a model, or for an unknown
 * option; and the errors of the layers and the loss
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

/** Implements `trace` for a model view. */
export function traceView(view: ModelView, { x, y }: ModelData, options: TraceOptions = {}): ModelTrace {
  const { model } = view;
  const measured = withModelRestored(view, () => {
    const feeds = inputTensors(model, x);
    const targets = y === undefined ? undefined : targetArrays(model, y, feeds[0].shape[0]);
    const loss = targets && batchLoss(view, chooseLosses(view, options.loss, targets), targets);
    const shapes = feeds.map(({ shape }) => shape.slice(1));
    return withMemoryAdvice('trace', { batch: feeds[0].shape[0] ?? 1, shapes, howToLower: 'shorten x and y' }, () =>
      measureModel(view, { feeds, loss }, options),
    );
  });
  return showAsTable(measured);
}
