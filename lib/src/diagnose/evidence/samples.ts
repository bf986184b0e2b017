import { gather, type Tensor, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { NumberArray } from '../../foundation/numberArray.js';
import { inputTensors, type LabelledData, targetTensors } from '../../network/data.js';
import type { ModelView } from '../../network/view/modelView.js';
import type { Random } from '../../random/random.js';

/** The samples that are measured. */
export interface Samples {
  /** Inputs: one entry for each input of the model. */
  x: Sampled[];
  /** Targets: one entry for each output of the model. */
  y: Sampled[];
  batch: number;
  /** The tensors of `x`. */
  feeds: Tensor[];
  /** The tensors of `y`. */
  targets: Tensor[];
}

export interface Sampled extends NumberArray {
  data: Float32Array;
}

/**
 * The largest number of elements that one signal may have, over all samples, so that images do not
 * take minutes.
 */
const LARGEST_SIGNAL = 1 << 21;

/**
 * Chooses some of the samples, spread over all of them. Call it inside tidy, which frees their
 * tensors.
 */
export function chooseSamples({ model, calls }: ModelView, data: LabelledData, most: number, stream: Random): Samples {
  let chosen: Pick<Samples, 'x' | 'y' | 'batch'> | undefined;
  tidy(() => {
    const inputs = inputTensors(model, data.x);
    const count = inputs[0].shape[0];
    const targets = targetTensors(model, data.y, count);
    const places = spread(count, Math.min(most, mostThatFit(calls)), stream);
    const pick = (values: Tensor): Sampled => {
      const picked = gather(values, tensor1d(places, 'int32'));
      return { shape: picked.shape, data: Float32Array.from(picked.dataSync()) };
    };
    chosen = { x: inputs.map(pick), y: targets.map(pick), batch: places.length };
  });
  const { x, y, batch } = chosen as unknown as Samples;
  return { x, y, batch, feeds: x.map(asTensor), targets: y.map(asTensor) };
}

function asTensor({ data: values, shape }: Sampled): Tensor {
  return tensor(values, [...shape]);
}

function mostThatFit(calls: ModelView['calls']): number {
  const sizes = calls.map(({ layer, nodeIndex }) => {
    const shapes = layer.inboundNodes[nodeIndex].outputShapes as unknown as number[];
    const shape = (Array.isArray(shapes[0]) ? shapes[0] : shapes) as (number | null)[];
    return shape.slice(1).reduce<number>((product, n) => product * (n ?? 1), 1);
  });
  return Math.max(8, Math.floor(LARGEST_SIGNAL / Math.max(...sizes)));
}

/**
 * Chooses `most` indices, or all if there are fewer: one at random from each of `most` equal parts.
 * Equal steps would fall in step with data whose order is periodic.
 */
function spread(count: number, most: number, stream: Random): Int32Array {
  const taken = Math.min(count, most);
  if (taken === count) return Int32Array.from({ length: count }, (_, i) => i);
  const within = stream.uniform(new Float64Array(taken));
  return Int32Array.from(within, (u, i) => Math.floor(((i + u) * count) / taken));
}
