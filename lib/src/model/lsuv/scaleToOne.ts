import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { add, mul, reshape, sub } from '#tfjs-core';
import { outputMatrix } from '../../network/view/layerFacts.js';
import type { ModelLayer } from '../../network/view/modelView.js';
import { sampleMoments } from '../../signal/sample.js';
import { unitAxis } from '../../signal/units.js';
import { scaleVariable } from '../weights/variables.js';

/**
 * Divides a layer's matrix by the standard deviation of its output z until the variance is 1;
 * returns the new output.
 */
export function scaleToOne(
  layer: ModelLayer,
  output: Tensor,
  tolerance: number,
  maxAttempts: number,
): { z: Tensor; attempts: number } {
  const matrix = outputMatrix(layer) as LayerVariable;
  let [z, attempts, variance] = [output, 0, varianceOf(output)];
  for (; Math.abs(variance - 1) > tolerance && attempts < maxAttempts; attempts++) {
    const factor = 1 / Math.sqrt(variance);
    if (!Number.isFinite(factor) || factor === 0) break;
    scaleVariable(matrix, factor);
    const bias = biasLike(layer, z);
    z = bias === undefined ? mul(z, factor) : add(mul(sub(z, bias), factor), bias);
    variance = varianceOf(z);
  }
  return { z, attempts };
}

/** Reshapes a layer's bias so that it can be added to the output. */
function biasLike({ layer, weights }: ModelLayer, z: Tensor): Tensor | undefined {
  const behind = z.rank - 1 - unitAxis(layer, z.rank);
  const bias = weights.bias?.read();
  return bias && reshape(bias, [bias.size, ...Array<number>(behind).fill(1)]);
}

/** Computes the variance over all samples and units. */
export function varianceOf(z: Tensor): number {
  return sampleMoments(z.dataSync<'float32'>()).variance;
}
