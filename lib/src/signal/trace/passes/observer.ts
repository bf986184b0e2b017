import type { Tensor } from '@tensorflow/tfjs-core';
import { customGrad, grad, zerosLike } from '#tfjs-core';
import type { ModelGraph } from '../../../network/view/modelGraph.js';
import type { Hooks } from './forward.js';
import type { StepPlace } from './patches.js';

/** Quantity that is differentiated: ⟨v, output⟩ or the loss. */
export type Target = 'output' | 'loss';

export type Place = 'activation' | 'preActivation';

/** Receiver of all signals and gradients. The tensors are valid only during each call. */
export interface Observer {
  activation(call: number, a: Tensor): void;
  /** Receives the pre-activation. `derivative` computes f′(z) when it is called. */
  preActivation(call: number, z: Tensor, derivative: () => Tensor): void;
  step(call: number, h: Tensor, place: StepPlace): void;
  gradient(target: Target, call: number, place: Place, gradient: Tensor): void;
  stepGradient(target: Target, call: number, place: StepPlace, gradient: Tensor): void;
}

type Watch = (x: Tensor, report: (target: Target, dy: Tensor) => void) => Tensor;

/** Checks whether the layer of a call, or a layer before it, has trainable weights. */
export function findTrainable({ calls }: ModelGraph): (call: number) => boolean {
  const isTrainable: boolean[] = [];
  for (const { layer, inputs } of calls) {
    isTrainable.push(layer.trainableWeights.length > 0 || inputs.some((from) => isTrainable[from]));
  }
  return (call) => isTrainable[call];
}

/** Makes hooks that pass signals to an observer. Without `watch`, there is no backward pass. */
export function observingHooks(observer: Observer, hasGradient: (call: number) => boolean, watch?: Watch): Hooks {
  return {
    activation: (call, a) => {
      observer.activation(call, a);
      if (!watch || !hasGradient(call)) return a;
      return watch(a, (target, dy) => observer.gradient(target, call, 'activation', dy));
    },
    preActivation: (call, z, f) => {
      observer.preActivation(call, z, () => grad(f)(z));
      if (!watch || !hasGradient(call)) return z;
      return watch(z, (target, dy) => observer.gradient(target, call, 'preActivation', dy));
    },
    step: (call, h, place) => {
      observer.step(call, h, place);
      if (!watch) return h;
      return watch(h, (target, dy) => observer.stepGradient(target, call, place, dy));
    },
  };
}

/**
 * Passes a signal on through an identity operation, whose gradient function reports the gradient.
 */
export function watchSignal(x: Tensor, anchor: Tensor, report: (dy: Tensor) => void): Tensor {
  if (x.dtype !== 'float32') return x;
  const pass = (value: Tensor): { value: Tensor; gradFunc: (dy: Tensor) => Tensor[] } => ({
    value: value.clone(),
    gradFunc: (dy) => {
      report(dy);
      return [dy.clone(), zerosLike(anchor)];
    },
  });
  return customGrad(pass as Parameters<typeof customGrad>[0])(x, anchor);
}
