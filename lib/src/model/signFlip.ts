import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { neg } from '#tfjs-core';
import { type Report, report } from '../display/report.js';
import { checkData, type ModelData } from '../network/data.js';
import { type ModelLayer, type ModelView, viewModel } from '../network/view/modelView.js';
import { visitLinearOutputs } from './linearOutputs.js';
import { diesBelowZero } from './revive/dyingUnits.js';
import { scaleVariable } from './weights/variables.js';

/** The result for a layer that feeds a ReLU. */
export interface SignFlipRow {
  layer: string;
  /** Share of the samples alive before the layer that the layer killed, before any change. */
  killed: number;
  flipped: boolean;
  /** Share of the batch that is alive after the layer. */
  alive: number;
  note?: string;
}

/**
 * Keeps samples from dying in a ReLU net. From the first layer to the last, the weights and biases
 * of a layer are negated if the layer kills more than half of the samples that reach it alive. A
 * layer kills a sample if all its units are at most 0, so that no later layer depends on the
 * sample. The negated layer keeps exactly these samples alive, so at least 2^−k of the batch is
 * alive after k layers, with probability 1 for weights from a continuous distribution and samples
 * other than 0.
 *
 * Weights from a symmetric distribution, which all common initializers use, keep that distribution:
 * only their signs change. The function treats dense layers and convolutions whose activation is 0
 * below 0. A sample is alive after a sum if it is alive in at least one of the terms. Frozen layers
 * stay unchanged. A shared layer is decided at its first call, and the bound does not cover its
 * other calls.
 *
 * Rister, Rubin, "Probabilistic bounds on neuron death in deep rectifier networks", 2020
 * (arXiv:2007.06192).
 *
 * @param model - changed in place
 * @param data - `x`: inputs, as for `trace`
 * @returns a row for each layer that feeds a ReLU: `{ layer, killed, flipped, alive, note }`, shown
 * as a table
 * @throws RangeError for a batch that does not fit the model or is not finite; TypeError if `model`
 * isn't a model
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { signFlip } from 'initlab';
 * const layers = Array.from({ length: 5 }, () => tfl.layers.dense({ units: 2, activation: 'relu', inputShape: [2] }));
 * const { rows } = signFlip(tfl.sequential({ layers }), { x: tf.randomNormal([64, 2]) });
 * rows.every(({ alive }, k) => alive >= 2 ** -(k + 1)); // true
 * ```
 */
export function signFlip(model: LayersModel, data: ModelData): Report<SignFlipRow> {
  checkData(data, ['x'], 'signFlip(model, { x })');
  const view = viewModel(model);
  const alive = new Map<number, boolean[]>();
  const rows = new Map<ModelLayer, SignFlipRow>();
  visitLinearOutputs(view, data.x, (call, z) => {
    const before = findLiving(view, alive, call, z.shape[0] as number);
    const [layer] = view.layersOf(call);
    if (!diesBelowZero(layer)) return z;
    const on = findActiveSamples(z);
    const reached = before.filter((isAlive) => isAlive).length;
    const killed = before.filter((isAlive, sample) => isAlive && !on[sample]).length;
    const flipped = 2 * killed > reached && !layer.isFrozen && !rows.has(layer);
    const output = flipped ? flip(layer, z) : z;
    const after = flipped ? findActiveSamples(output) : on;
    const living = before.map((isAlive, sample) => isAlive && after[sample]);
    alive.set(call, living);
    if (!rows.has(layer)) rows.set(layer, row(layer, killed / Math.max(reached, 1), flipped, living));
    return output;
  });
  return report([...rows.values()]);
}

/**
 * Finds the samples that are alive after a call. A sample is alive if it is alive in at least one
 * input of the call and the layer, if it was examined, does not kill it.
 */
function findLiving(view: ModelView, alive: Map<number, boolean[]>, call: number, samples: number): boolean[] {
  const known = alive.get(call);
  if (known !== undefined) return known;
  const inputs = view.calls[call].inputs.map((from) => findLiving(view, alive, from, samples));
  const merged = Array.from(
    { length: samples },
    (_, sample) => inputs.length === 0 || inputs.some((input) => input[sample]),
  );
  alive.set(call, merged);
  return merged;
}

/** Checks, for each sample, whether any unit is above 0. */
function findActiveSamples(z: Tensor): boolean[] {
  const values = z.dataSync<'float32'>();
  const size = z.size / (z.shape[0] as number);
  return Array.from({ length: z.shape[0] as number }, (_, sample) =>
    values.subarray(sample * size, (sample + 1) * size).some((value) => value > 0),
  );
}

function flip(layer: ModelLayer, z: Tensor): Tensor {
  for (const [name, weight] of Object.entries(layer.weights))
    if (layer.kind !== 'separable' || name !== 'depthwise') scaleVariable(weight, -1);
  return neg(z);
}

function row(layer: ModelLayer, killed: number, flipped: boolean, living: readonly boolean[]): SignFlipRow {
  const notes = [
    layer.isFrozen ? 'left unchanged: frozen' : undefined,
    layer.callCount > 1 ? `shared: called ${layer.callCount} times, decided at the first` : undefined,
  ].filter((note) => note !== undefined);
  const alive = living.filter((isAlive) => isAlive).length / living.length;
  return { layer: layer.name, killed, flipped, alive, ...(notes.length > 0 && { note: notes.join('; ') }) };
}
