import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { tidy } from '#tfjs-core';
import { inputTensors, type TensorValues } from '../network/data.js';
import { DataRangeError } from '../network/dataErrors.js';
import type { ModelView } from '../network/view/modelView.js';
import { runCalls } from '../signal/trace/passes/forward.js';
import { activatedLayer, withoutActivation, withoutStates } from '../signal/trace/passes/patches.js';

/**
 * Runs a model on a batch, as tfjs's `predict` does. For each call that has a weight matrix,
 * `visit` receives the output before the layer's own activation. The model continues with what
 * `visit` returns. Calls whose activation is hidden inside a layer are not visited. `rerun`
 * computes the layer's output on the same inputs again, after `visit` has changed its weights.
 *
 * @throws DataRangeError for inputs that do not fit the model or are not finite
 */
export function visitLinearOutputs(
  view: ModelView,
  batch: TensorValues,
  visit: (call: number, z: Tensor, rerun: () => Tensor) => Tensor,
): void {
  const { calls, distinctLayers } = view;
  const linear = calls.map(({ activation }) => (activation?.name ?? 'linear') === 'linear');
  const rerun = (call: number, inputs: readonly Tensor[]) => () => computeLinearPart(calls[call].layer, inputs);
  const run = (): void => {
    const feeds = inputTensors(view.model, batch);
    for (const feed of feeds) checkFinite(feed);
    runCalls(view, feeds, false, {
      preActivation: (call, z, _f, inputs) => (calls[call].hasMatrix ? visit(call, z, rerun(call, inputs)) : z),
      activation: (call, a, inputs) =>
        calls[call].hasMatrix && linear[call] ? visit(call, a, rerun(call, inputs)) : a,
      step: (_call, h) => h,
    });
  };
  withoutStates(distinctLayers, () => tidy(run));
}

/** Computes the layer's output on its inputs, before its own activation. */
function computeLinearPart(layer: layers.Layer, inputs: readonly Tensor[]): Tensor {
  const apply = (): Tensor => layer.apply([...inputs]) as Tensor;
  const activated = activatedLayer(layer);
  return activated && 'activation' in activated ? withoutActivation(activated, apply) : apply();
}

function checkFinite(input: Tensor): void {
  const values = input.dataSync();
  const index = values.findIndex((value: number) => !Number.isFinite(value));
  if (index < 0) return;
  const problem = `is ${values[index]}; all values must be finite`;
  throw new DataRangeError({ code: 'notFinite', argument: `value ${index} of the batch`, problem, index });
}
