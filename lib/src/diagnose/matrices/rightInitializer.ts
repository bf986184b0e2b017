import { heNormal } from '../../init/he.js';
import type { Initializer } from '../../init/initializer.js';
import { lecunNormal } from '../../init/lecun.js';
import { orthogonal } from '../../init/orthogonal.js';
import { fanOptions } from '../../model/weights/weightFans.js';
import { outputGain } from '../../recommend/rules/outputLayers.js';
import { allowedVariance } from './allowedVariance.js';
import type { ExaminedMatrix } from './examinedMatrix.js';

/** Chooses the initializer that preserves the signal through a layer. */
export function rightInitializer({ layer, weight, task }: ExaminedMatrix): Initializer {
  if (weight === 'recurrent') return orthogonal();
  const options = fanOptions(layer, weight) ?? {};
  const phi = layer.activation.activation;
  const { target } = allowedVariance(layer.activation);
  if (task && outputGain(task) !== 1) return lecunNormal({ ...options, gain: outputGain(task) });
  if (layer.isOutput || phi === undefined || Math.abs(target - 1) < 1e-6) return lecunNormal(options);
  if (phi.name === 'relu') return heNormal(options);
  // σ(z) = ½ + ½ tanh(z/2): centred and four times as large, a sigmoid is a tanh at its critical
  // scale.
  if (layer.activation.name === 'sigmoid') return lecunNormal({ ...options, gain: layer.isAfterSigmoid ? 4 : 2 });
  return lecunNormal({ ...options, activation: phi });
}

/**
 * Checks whether the layer has a bias that belongs only to the examined weights. The bias of a
 * recurrent layer does not, because it includes the forget gate.
 */
export function hasOwnBias({ layer }: ExaminedMatrix): boolean {
  return layer.weights.bias !== undefined && !layer.weights.recurrent;
}
