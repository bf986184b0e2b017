import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { tidy } from '#tfjs-core';
import { type LayersActivation, ownActivation } from '../../../network/layerKinds/activations.js';
import { decidingLayer, layerKind } from '../../../network/view/layerFacts.js';
import type { ModelView } from '../../../network/view/modelView.js';

type Layer = layers.Layer;

/**
 * Checks whether a layer is nothing but an activation function, so that its input is the
 * pre-activation.
 */
function isActivationLayer(layer: Layer): boolean {
  return layerKind(layer).isActivation === true;
}

/**
 * Names the function that a layer applies to its pre-activation. Returns undefined if the
 * pre-activation is hidden.
 */
export function activationName(layer: Layer): string | undefined {
  if (isActivationLayer(layer)) return decidingLayer(layer).getClassName();
  const activated = activatedLayer(layer);
  return activated && ownActivation(activated)?.getClassName();
}

/**
 * Operations inside a wrapper that do not end with one activation: a recurrent layer activates at
 * each step before it goes on, and what an unknown class does last is not known.
 */
const HIDDEN_INSIDE: readonly string[] = ['rnn', 'lstm', 'gru', 'model', 'unknown'];

/**
 * Finds the layer whose activation gives the output: the layer itself or, for a wrapper that
 * repeats a layer for each step, the layer inside. Returns undefined if the activation is hidden in
 * there.
 */
export function activatedLayer(layer: Layer): Layer | undefined {
  const inner = decidingLayer(layer);
  return inner !== layer && HIDDEN_INSIDE.includes(layerKind(layer).operation) ? undefined : inner;
}

/**
 * Calls a layer, and passes its pre-activation through `onZ`, which also receives the activation
 * function that follows.
 */
export function callLayer(
  layer: Layer,
  inputs: Tensor[],
  kwargs: Record<string, unknown>,
  onZ: (z: Tensor, f: (z: Tensor) => Tensor) => Tensor,
): Tensor | Tensor[] {
  const call = (values: Tensor[]): Tensor | Tensor[] => layer.apply(values, { ...kwargs }) as Tensor | Tensor[];
  if (isActivationLayer(layer)) return call([onZ(inputs[0], (z) => call([z]) as Tensor)]);
  const activated = activatedLayer(layer);
  if (activated === undefined) return call(inputs);
  const activation = ownActivation(activated);
  if (activation === undefined || activation.getClassName() === 'linear') return call(inputs);
  if (activated !== layer) {
    // The wrapper calls its layer once for each step. It therefore runs without the activation,
    // which follows for all steps together.
    const f = (z: Tensor): Tensor => activation.apply(z);
    return f(onZ(withoutActivation(activated, () => call(inputs)) as Tensor, f));
  }
  const recorder: LayersActivation = {
    apply: (z, ...rest) =>
      activation.apply(
        onZ(z, (at) => activation.apply(at, ...rest)),
        ...rest,
      ),
    // The name must not match any kernel: layers fuse an activation that they know into the
    // product, which hides the pre-activation.
    getClassName: () => `traced ${activation.getClassName()}`,
  };
  return withProperties(layer, { activation: recorder }, () => call(inputs));
}

/** Runs `body` while a layer outputs its pre-activation. */
export function withoutActivation<T>(layer: Layer, body: () => T): T {
  const identity: LayersActivation = { apply: (z) => z, getClassName: () => 'linear' };
  return withProperties(layer, { activation: identity }, body);
}

/** Position of a hidden state: the step, and the direction in a Bidirectional layer. */
export interface StepPlace {
  step: number;
  /** Whether the layer reads the sequence from its end, after the forward layer. */
  isReverse: boolean;
}

/**
 * Runs `body` while an RNN layer, or both layers of a Bidirectional layer, pass their hidden states
 * through `onStep` after each time step. For other layers, it only runs `body`.
 */
export function withSteps<T>(layer: Layer, onStep: (h: Tensor, place: StepPlace) => Tensor, body: () => T): T {
  const { forwardLayer, backwardLayer } = layer as { forwardLayer?: Layer; backwardLayer?: Layer };
  const inBoth = (): T => withStepsOf(backwardLayer, true, onStep, body);
  return withStepsOf(forwardLayer ?? layer, false, onStep, backwardLayer ? inBoth : body);
}

function withStepsOf<T>(
  layer: Layer | undefined,
  isReverse: boolean,
  onStep: (h: Tensor, place: StepPlace) => Tensor,
  body: () => T,
): T {
  const { cell } = (layer ?? {}) as { cell?: Layer };
  if (cell === undefined) return body();
  const { call: original } = cell;
  let step = 0;
  const call = (...args: Parameters<Layer['call']>): Tensor[] => {
    const [output, ...states] = original.apply(cell, args) as Tensor[];
    const h = onStep(output, { step: step++, isReverse });
    return [h, ...states.map((state) => (state === output ? h : state))];
  };
  return withProperties(cell, { call }, body);
}

/**
 * Runs `body` inside tidy, and leaves the model unchanged: its weights, its running statistics and
 * the states of its RNNs.
 */
export function withModelRestored<T>({ distinctLayers }: ModelView, body: () => T): T {
  let result: T | undefined;
  // A variable holds the result, because tidy would search everything that it returns for tensors.
  const run = (): void => {
    result = body();
  };
  withWeightsRestored(distinctLayers, () => withoutStates(distinctLayers, () => tidy(run)));
  return result as T;
}

/**
 * Runs `body` while no RNN of the model carries its state over from one batch to the next: every
 * RNN starts at 0 and does not save its final state.
 */
export function withoutStates<T>(layers: readonly Layer[], body: () => T): T {
  const rnns = layers.flatMap((layer) => {
    const { forwardLayer, backwardLayer } = layer as { forwardLayer?: Layer; backwardLayer?: Layer };
    return [layer, forwardLayer, backwardLayer].filter((part) => part?.stateful) as Layer[];
  });
  return rnns.reduceRight((inner, layer) => () => withProperties(layer, { _stateful: false }, inner), body)();
}

/**
 * Runs `body` and then restores every weight that it changed, such as the running statistics of
 * batch normalization.
 */
export function withWeightsRestored<T>(layers: readonly Layer[], body: () => T): T {
  const weights = layers.flatMap((layer) => layer.weights).map((weight) => weight.read() as Variable);
  const before = weights.map((weight) => weight.clone());
  try {
    return body();
  } finally {
    for (const [i, weight] of weights.entries()) {
      if (weight.dataId !== before[i].dataId) weight.assign(before[i]);
      before[i].dispose();
    }
  }
}

/**
 * Runs `body` while an object has the given own properties, and restores the original ones
 * afterwards, even after an error.
 */
export function withProperties<T>(target: object, properties: Record<string, unknown>, body: () => T): T {
  const before = Object.keys(properties).map((key) => [key, Object.getOwnPropertyDescriptor(target, key)] as const);
  Object.assign(target, properties);
  try {
    return body();
  } finally {
    for (const [key, descriptor] of before) {
      if (descriptor === undefined) delete (target as Record<string, unknown>)[key];
      else Object.defineProperty(target, key, descriptor);
    }
  }
}
