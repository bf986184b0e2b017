import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { dispose } from '#tfjs-core';
import { significant } from '../display/significant.js';
import { table } from '../display/table.js';
import { withTable } from '../display/withTable.js';
import { describe, knownOptions } from '../foundation/argument.js';
import { type ModelView, viewModel } from '../network/view/modelView.js';
import { randomInput } from './randomInput.js';
import type { ModelTrace, TracedLayer } from './trace/result.js';
import { traceView } from './trace/trace.js';

/** Measurements of {@link checkVariancePropagation} at one call of a layer. */
export interface PropagatedLayer {
  /** Name of the call, as `trace` gives it. */
  name: string;
  /** Second moment E z² before the layer's activation function, if it has one. */
  preActivation?: number;
  /** Second moment E a² of the output. */
  secondMoment: number;
  /**
   * Ratio of E a² to that of the layer's input, or of the largest of several inputs. Absent for the
   * model's inputs.
   */
  ratio?: number;
  /** Ratio of E a² to that of the model's input. */
  toInput: number;
}

/** Result of the check, shown as the verdict and a table. */
export interface VarianceCheck {
  layers: PropagatedLayer[];
  trend: 'kept' | 'falls' | 'grows' | 'not finite';
  /**
   * Factor by which E a² changes from one layer with a kernel to the next, as the geometric mean
   * over the hidden layers.
   */
  factor: number;
  /** Sentence that states the trend. */
  verdict: string;
  toString(): string;
}

/**
 * Largest factor, up or down, between the first and the last layer for which the second moment
 * counts as kept.
 */
const KEPT = 10;

/**
 * Feeds independent N(0, 1) numbers (random tokens to an Embedding) through a model and checks
 * whether its weights keep the second moment E a² of the signal, layer by layer. Depth multiplies
 * this second moment, and an initializer for an activation is meant to keep it. The verdict is
 * about the hidden layers with kernels, without the last layer, and allows a factor of 10 in all,
 * because single nets of finite width vary.
 *
 * @param inputShape - the shape of one sample, such as [784], needed only if the model leaves an
 * axis open. For several inputs, give a list of shapes.
 * @param options.seed - the seed of the input, default 0.
 * @param options.batch - the number of samples, default 64.
 * @throws the errors of `trace`; RangeError for an inputShape that does not fit or is missing, and
 * for a model without kernels.
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { checkVariancePropagation, toLayersInitializer, useBackend, xavierNormal } from 'initlab';
 * await useBackend('auto');
 * const model = tf.sequential();
 * for (let layer = 0; layer < 12; layer++) {
 *   const kernelInitializer = toLayersInitializer(xavierNormal(), layer);
 *   model.add(tf.layers.dense({ units: 64, activation: 'relu', kernelInitializer, inputShape: [64] }));
 * }
 * const { trend, factor } = checkVariancePropagation(model);
 * trend;    // 'falls'
 * factor;   // about a half: Xavier loses what ReLU takes away
 * ```
 */
export function checkVariancePropagation(
  model: LayersModel,
  inputShape?: readonly number[] | readonly (readonly number[])[],
  options: { seed?: number | bigint; batch?: number } = {},
): VarianceCheck {
  knownOptions(options, ['seed', 'batch'], 'checkVariancePropagation');
  const { seed = 0, batch = 64 } = options;
  const view = viewModel(model);
  const x = randomInput(view, shapeList(inputShape), batch, seed);
  try {
    return judge(view, traceView(view, { x }, { backward: false }));
  } finally {
    dispose(x as Tensor[]);
  }
}

function shapeList(
  given: readonly number[] | readonly (readonly number[])[] | undefined,
): readonly (readonly number[])[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) {
    throw new TypeError(`inputShape is ${describe(given)}; it must list the sizes of one sample, for example [784]`);
  }
  return given.some(Array.isArray) ? (given as readonly (readonly number[])[]) : [given as readonly number[]];
}

function judge(view: ModelView, { layers, nonFinite }: ModelTrace): VarianceCheck {
  const path = hiddenPath(view, layers);
  if (path.length === 1)
    throw new RangeError('the model has no layer with a kernel; there is nothing to propagate through');
  const [from, to] = [path[0], path[path.length - 1]].map(({ activation }) => activation.secondMoment);
  const steps = path.length - 1;
  const change = to / from;
  const factor = change ** (1 / steps);
  const trend = nonFinite ? 'not finite' : change < 1 / KEPT ? 'falls' : change > KEPT ? 'grows' : 'kept';
  const rows = propagatedLayers(layers);
  const vanished = rows.find(({ secondMoment }) => secondMoment === 0);
  const way = `E a² goes from ${significant(from, 3)} to ${significant(to, 3)} over ${steps} layer${steps === 1 ? '' : 's'}`;
  const verdict = {
    'not finite': `The signal is not finite from ${nonFinite?.layer} on (${nonFinite?.where}).`,
    kept: `The second moment is kept: ${way}, ×${significant(factor, 3)} per layer.`,
    falls: `The signal falls: ${vanished ? `E a² is 0 from ${vanished.name} on` : `${way}, ×${significant(factor, 3)} per layer`}.`,
    grows: `The signal grows: ${way}, ×${significant(factor, 3)} per layer.`,
  }[trend];
  return withTable({ layers: rows, trend, factor, verdict }, verdict, table(rows, { digits: 3 }));
}

/**
 * Selects the path of the verdict: from the input, or from the Embedding that turns tokens into
 * numbers, over the layers with kernels to the last but one.
 */
function hiddenPath({ calls }: ModelView, layers: readonly TracedLayer[]): TracedLayer[] {
  const own = (name: string): string => name.replace(/\/\d+$/, '');
  const kernels = new Set(layers.flatMap(({ name, weights }) => (weights.some(({ matrix }) => matrix) ? [name] : [])));
  const called = layers.filter(({ name }) => kernels.has(own(name)));
  const start = called.find((layer) => calls[layers.indexOf(layer)].kind.operation === 'embedding') ?? layers[0];
  const after = called.filter((layer) => layer !== start);
  return [start, ...(after.length > 1 ? after.slice(0, -1) : after)];
}

function propagatedLayers(layers: readonly TracedLayer[]): PropagatedLayer[] {
  const outputs = new Map(layers.map(({ name, activation }) => [name, activation.secondMoment]));
  return layers.map(({ name, inputs, preActivation, activation: { secondMoment } }) => ({
    name,
    ...(preActivation && { preActivation: preActivation.secondMoment }),
    secondMoment,
    ...(inputs.length > 0 && { ratio: secondMoment / Math.max(...inputs.map((from) => outputs.get(from) as number)) }),
    toInput: secondMoment / layers[0].activation.secondMoment,
  }));
}
