import type * as tfl from '@tensorflow/tfjs-layers';
import { layers } from '#tfjs-layers';
import { describe, knownOptions } from '../foundation/argument.js';
import { ownActivation } from '../network/layerKinds/activations.js';
import { decidingLayer } from '../network/view/layerFacts.js';
import { type ModelView, viewModel } from '../network/view/modelView.js';

type Layer = tfl.layers.Layer;

/**
 * Gives a layer another activation, in place and without touching its weights: the output layer if
 * no other is named. This repairs a model whose output does not suit its loss or its targets, such
 * as a softmax of one unit or a sigmoid for targets beyond 1. It is saved with the model.
 *
 * @param model - changed in place
 * @param activation - a name that TensorFlow.js knows, such as 'linear', 'sigmoid' or 'softmax'
 * @param options - `layer`: the name of the layer; default: the layer that makes the output
 * @throws RangeError if there is no such layer, if it has no activation of its own, or if the model
 * has several outputs and no layer is named; Error for a name that TensorFlow.js does not know
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { setActivation } from 'initlab';
 * const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, activation: 'softmax', inputShape: [8] })] });
 * setActivation(model, 'sigmoid');
 * ```
 */
export function setActivation(model: tfl.LayersModel, activation: string, options: { layer?: string } = {}): void {
  knownOptions(options, ['layer'], 'setActivation');
  const view = viewModel(model);
  const name = options.layer ?? onlyOutput(view);
  setActivationOfView(view, name, activation);
}

/** Implements `setActivation` for a call of a model view. */
export function setActivationOfView(view: ModelView, name: string, activation: string): void {
  const call = view.calls.find((candidate) => candidate.name === name);
  if (call === undefined) {
    throw new RangeError(
      `the model has no layer ${describe(name)}; it has ${view.calls.map((c) => c.name).join(', ')}`,
    );
  }
  if (!hasSettableActivation(call.layer)) {
    throw new RangeError(
      `layer ${describe(name)} is of class ${call.layer.getClassName()}, whose activation cannot be changed; build the model without it`,
    );
  }
  const made = layers.activation({ activation: activation as 'relu' }) as Layer & { activation: unknown };
  (decidingLayer(call.layer) as Layer & { activation: unknown }).activation = made.activation;
}

/** Whether a layer carries an activation that can be replaced by another. */
export function hasSettableActivation(layer: Layer): boolean {
  return ownActivation(decidingLayer(layer)) !== undefined;
}

function onlyOutput({ model, calls, outputs }: ModelView): string {
  if (outputs.length === 1) return calls[outputs[0].maker].name;
  throw new RangeError(
    `model ${describe(model.name)} has ${outputs.length} outputs; name a layer: setActivation(model, activation, { layer })`,
  );
}
