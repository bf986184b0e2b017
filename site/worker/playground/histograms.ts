import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { trace, useBackend } from 'initlab';
import type { Settings } from '../../src/playground/settings.js';
import { drawInput } from './input.js';
import type { Distributions } from './messages.js';
import { modelOf } from './model.js';

/** Measures how the values of each layer are distributed. */
export async function measureDistributions(settings: Settings): Promise<Distributions> {
  await useBackend('wasm');
  const { width, batch, residual } = settings;
  const model = modelOf(settings, width, 0);
  const x: Tensor = tensor2d(drawInput(settings), [batch, width]);
  const { layers } = trace(model, { x }, { backward: false });
  x.dispose();
  model.dispose();
  const ends = residual === 'yes' ? /^(input|sum\d+)$/ : /^(input|layer\d+)$/;
  return {
    kind: 'distributions',
    settings,
    layers: layers
      .filter(({ name }) => ends.test(name))
      .map(({ name, inputs, activation: { histogram, magnitudes } }) => ({
        name,
        inputs: [...inputs],
        activation: { ...(histogram && { histogram }), ...(magnitudes && { magnitudes }) },
      })),
  };
}
