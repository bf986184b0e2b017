import { dispose, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { significant } from '../display/significant.js';
import { table } from '../display/table.js';
import { withTable } from '../display/withTable.js';
import { describe, knownOptions } from '../foundation/argument.js';
import { randomInput } from './randomInput.js';
import type { ModelTrace, TracedLayer } from './trace/result.js';
import { trace } from './trace/trace.js';

/** What {@link checkVariancePropagation} found at one call of a layer. */
export interface PropagatedLayer {
  /** As in `trace`. */
  name: string;
  /** E z² before the layer's activation function, where it has one. */
  preActivation?: number;
  /** E a² of what it puts out. */
  secondMoment: number;
  /** E a² over that of what it takes in; of several inputs, over the largest. Absent for inputs. */
  ratio?: number;
  /** E a² over that of the input. */
  toInput: number;
}

/** Shows itself as the verdict and a table. */
export interface VarianceCheck {
  layers: PropagatedLayer[];
  trend: 'kept' | 'falls' | 'grows' | 'not finite';
  /** By what E a² is multiplied from one layer with a kernel to the next, in the geometric mean over the hidden ones. */
  factor: number;
  /** The trend in a sentence. */
  verdict: string;
  toString(): string;
}

/** The second moment counts as kept while the product of all layers' factors is between 1/10 and 10. */
const KEPT = 10;

/**
 * Feeds independent N(0, 1) numbers (random tokens to an Embedding) through a model and says whether its weights keep the second moment
 * E a² of the signal, layer by layer: it is what depth multiplies, and what an initializer for an activation is meant to keep. The verdict looks
 * at the hidden layers with kernels, the last layer left out, and allows a factor of 10 in all, since single nets of finite width vary.
 *
 * @param inputShape - of one sample, as [784]; needed only where the model leaves an axis open. For several inputs a list of shapes.
 * @param options.seed - of the input, default 0
 * @param options.batch - samples, default 64
 * @throws as `trace`; RangeError for an inputShape that does not fit or is missing, and a model without kernels
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
  const x = randomInput(model, shapeList(inputShape), batch, seed);
  try {
    return judge(trace(model, { x }, { backward: false }));
  } finally {
    dispose(x as Tensor[]);
  }
}

function shapeList(
  given: readonly number[] | readonly (readonly number[])[] | undefined,
): readonly (readonly number[])[] | undefined {
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) {
    throw new TypeError(`inputShape is ${describe(given)}; it must list the sizes of one sample, as [784]`);
  }
  return given.some(Array.isArray) ? (given as readonly (readonly number[])[]) : [given as readonly number[]];
}

function judge({ layers, nonFinite }: ModelTrace): VarianceCheck {
  const path = hiddenPath(layers);
  if (path.length === 1)
    throw new RangeError('the model has no layer with a kernel; there is nothing to propagate through');
  const [from, to] = [path[0], path[path.length - 1]].map(({ activation }) => activation.secondMoment);
  const steps = path.length - 1;
  const change = to / from;
  const factor = change ** (1 / steps);
  const trend = nonFinite ? 'not finite' : change < 1 / KEPT ? 'falls' : change > KEPT ? 'grows' : 'kept';
  const rows = propagated(layers);
  const vanished = rows.find(({ secondMoment }) => secondMoment === 0);
  const way = `E a² goes from ${significant(from, 3)} to ${significant(to, 3)} over ${steps} layer${steps === 1 ? '' : 's'}`;
  const verdict = {
    'not finite': `The signal is not finite from ${nonFinite?.layer} on (${nonFinite?.where}).`,
    kept: `The second moment is kept: ${way}, ×${significant(factor, 3)} a layer.`,
    falls: `The signal falls: ${vanished ? `E a² is 0 from ${vanished.name} on` : `${way}, ×${significant(factor, 3)} a layer`}.`,
    grows: `The signal grows: ${way}, ×${significant(factor, 3)} a layer.`,
  }[trend];
  return withTable({ layers: rows, trend, factor, verdict }, verdict, table(rows, { digits: 3 }));
}

/** From the input, or the Embedding that makes it numbers of a scale, over the layers with kernels to the one before the last. */
function hiddenPath(layers: readonly TracedLayer[]): TracedLayer[] {
  const own = (name: string): string => name.replace(/\/\d+$/, '');
  const kernels = new Set(layers.flatMap(({ name, weights }) => (weights.some(({ matrix }) => matrix) ? [name] : [])));
  const called = layers.filter(({ name }) => kernels.has(own(name)));
  const start = called.find(({ kind }) => kind === 'Embedding') ?? layers[0];
  const after = called.filter((layer) => layer !== start);
  return [start, ...(after.length > 1 ? after.slice(0, -1) : after)];
}

function propagated(layers: readonly TracedLayer[]): PropagatedLayer[] {
  const outputs = new Map(layers.map(({ name, activation }) => [name, activation.secondMoment]));
  return layers.map(({ name, inputs, preActivation, activation: { secondMoment } }) => ({
    name,
    ...(preActivation && { preActivation: preActivation.secondMoment }),
    secondMoment,
    ...(inputs.length > 0 && { ratio: secondMoment / Math.max(...inputs.map((from) => outputs.get(from) as number)) }),
    toInput: secondMoment / layers[0].activation.secondMoment,
  }));
}
