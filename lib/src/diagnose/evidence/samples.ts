import { gather, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NumberArray } from '../../foundation/numberArray.js';
import { inputTensors, type TensorValues, targetTensors } from '../../network/data.js';
import type { LayerCall } from '../../network/view/modelGraph.js';
import type { Random } from '../../random/random.js';

/** The samples that are looked at. */
export interface Samples {
  /** One for each input. */
  x: Sampled[];
  /** One for each output. */
  y: Sampled[];
  batch: number;
}

export interface Sampled extends NumberArray {
  data: Float32Array;
}

/** Numbers that one signal may have, all samples together, so that images do not take minutes. */
const LARGEST = 1 << 21;

/** Some of the samples given, spread over them. */
export function chooseSamples(
  model: LayersModel,
  calls: readonly LayerCall[],
  x: TensorValues,
  y: TensorValues,
  most: number,
  stream: Random,
): Samples {
  let chosen: Samples | undefined;
  tidy(() => {
    const inputs = inputTensors(model, x);
    const count = inputs[0].shape[0];
    const targets = targetTensors(model, y, count);
    const places = spread(count, Math.min(most, mostThatFit(calls)), stream);
    const pick = (all: Tensor): Sampled => {
      const picked = gather(all, tensor1d(places, 'int32'));
      return { shape: picked.shape, data: Float32Array.from(picked.dataSync()) };
    };
    chosen = { x: inputs.map(pick), y: targets.map(pick), batch: places.length };
  });
  return chosen as unknown as Samples;
}

function mostThatFit(calls: readonly LayerCall[]): number {
  const sizes = calls.map(({ layer, nodeIndex }) => {
    const shapes = layer.inboundNodes[nodeIndex].outputShapes as unknown as number[];
    const shape = (Array.isArray(shapes[0]) ? shapes[0] : shapes) as (number | null)[];
    return shape.slice(1).reduce<number>((product, n) => product * (n ?? 1), 1);
  });
  return Math.max(8, Math.floor(LARGEST / Math.max(...sizes)));
}

/** One place in each of as many equal parts, so that data in an order that repeats are not met in step. */
function spread(count: number, most: number, stream: Random): Int32Array {
  const taken = Math.min(count, most);
  if (taken === count) return Int32Array.from({ length: count }, (_, i) => i);
  const within = stream.uniform(new Float64Array(taken));
  return Int32Array.from(within, (u, i) => Math.floor(((i + u) * count) / taken));
}
