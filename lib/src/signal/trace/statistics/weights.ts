import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import type { TracedWeight, WeightMatrix } from '../result.js';
import { weightMatrix } from './matrix.js';
import { moments } from './statistics.js';

/** What the passes gave for one weight. */
export interface WeightPasses {
  gradient?: Float32Array | undefined;
  lossGradient?: Float32Array | undefined;
  update?: Float32Array | undefined;
}

export function tracedWeight(layer: layers.Layer, variable: LayerVariable, passes: WeightPasses): TracedWeight {
  const value = variable.read();
  const data = value.dataSync<'float32'>();
  const { originalName } = variable;
  const of = moments(data);
  const { gradient, lossGradient, update } = passes;
  const ratio = (x: Float32Array): number => Math.sqrt(moments(x).secondMoment / of.secondMoment);
  return {
    name: originalName.replace(`${layer.name}/`, ''),
    shape: [...value.shape],
    trainable: layer.trainableWeights.includes(variable),
    ...of,
    ...(gradient && { gradientSecondMoment: moments(gradient).secondMoment }),
    ...(lossGradient && {
      lossGradientSecondMoment: moments(lossGradient).secondMoment,
      gradientRatio: ratio(lossGradient),
    }),
    ...(update && { updateRatio: ratio(update) }),
    ...(value.rank > 1 && { matrix: matrixOf(layer, originalName, value.shape, data) }),
  };
}

function matrixOf(layer: layers.Layer, name: string, shape: readonly number[], data: Float32Array): WeightMatrix {
  const [before, last] = shape.slice(-2);
  if (name.includes('depthwise')) return weightMatrix(data, before * last);
  // The kernels of transposed convolutions are [h, w, out, in].
  if (layer.getClassName().endsWith('Transpose')) return weightMatrix(swapped(data, before, last), before);
  return weightMatrix(data, last);
}

/** [n, before, last] as [n, last, before]. */
function swapped(data: Float32Array, before: number, last: number): Float32Array {
  const size = before * last;
  return data.map((_, i) => {
    const [block, row, column] = [i - (i % size), Math.floor((i % size) / before), i % before];
    return data[block + column * last + row];
  });
}
