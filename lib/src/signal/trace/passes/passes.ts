import {
  addN,
  customGrad,
  engine,
  grad,
  mul,
  type Scalar,
  scalar,
  square,
  sum,
  type Tensor,
  tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { ModelGraph } from '../../../network/view/modelGraph.js';
import { withTapeFreed } from '../../../network/withTapeFreed.js';
import type { Random } from '../../../random/random.js';
import { withSeededMath } from '../../../random/seededMath.js';
import { type Hooks, runCalls } from './forward.js';

/** Quantity that is differentiated: ⟨v, output⟩ or the loss. */
export type Target = 'output' | 'loss';

export type Place = 'activation' | 'preActivation';

/** Receiver of all signals and gradients. The tensors are valid only during each call. */
export interface Observer {
  activation(call: number, a: Tensor): void;
  /** Receives the pre-activation. `derivative` computes f′(z) when it is called. */
  preActivation(call: number, z: Tensor, derivative: () => Tensor): void;
  step(call: number, h: Tensor, step: number): void;
  gradient(target: Target, call: number, place: Place, gradient: Tensor): void;
  stepGradient(target: Target, call: number, step: number, gradient: Tensor): void;
}

export interface Passes {
  graph: ModelGraph;
  feeds: readonly Tensor[];
  training: boolean;
  /** Random stream for dropout and noise. */
  noise: Random;
  /** Random stream for v. Without it, there is no backward pass. */
  random?: Random;
  weights: readonly Tensor[];
  loss?: (outputs: readonly Tensor[]) => Scalar;
}

/** Gradients with respect to the weights; undefined for a weight that is not used. */
export interface WeightGradients {
  output?: (Float32Array | undefined)[];
  loss?: (Float32Array | undefined)[];
  lossValue?: number;
}

/**
 * Runs one forward pass and, on the same tape, one backward pass for each target. Each signal
 * passes through an identity operation whose gradient function reports the arriving gradient to the
 * observer. Call it inside tidy.
 */
export function runPasses(passes: Passes, observer: Observer): WeightGradients {
  return withSeededMath(passes.noise, () => {
    try {
      return onTape(passes, observer, () => true);
    } catch (error) {
      if (!/gradient/i.test(String(error))) throw error;
      // A layer that looks up its input, such as Embedding, or masks it, has no gradient with
      // respect to the input. The model can still be trained if every layer after the first weights
      // has a gradient.
      return onTape(passes, observer, findTrainable(passes.graph));
    }
  });
}

function onTape(passes: Passes, observer: Observer, hasGradient: (call: number) => boolean): WeightGradients {
  const { graph, feeds, training, random, loss, weights } = passes;
  // A tape keeps only the operations that lead from given tensors to the result. This tensor is
  // made the start of a path to every signal.
  const anchor = scalar(0);
  const gradients: WeightGradients = {};
  let target: Target = 'output';
  const watching = makeHooks(observer, hasGradient, (x, report) => watchSignal(x, anchor, (dy) => report(target, dy)));
  const run = (): Tensor => {
    const outputs = runCalls(graph, feeds, training, watching);
    if (random) gradients.output = backward(cotangentProduct(outputs, random), anchor, weights);
    if (loss) {
      target = 'loss';
      const value = loss(outputs);
      gradients.lossValue = value.dataSync()[0];
      if (random) gradients.loss = backward(value, anchor, weights);
    }
    return square(anchor);
  };
  withTapeFreed(() => engine().gradients(run, [anchor]));
  return gradients;
}

type Watch = (x: Tensor, report: (target: Target, dy: Tensor) => void) => Tensor;

/** Checks whether the layer of a call, or a layer before it, has trainable weights. */
function findTrainable({ calls }: ModelGraph): (call: number) => boolean {
  const isTrainable: boolean[] = [];
  for (const { layer, inputs } of calls) {
    isTrainable.push(layer.trainableWeights.length > 0 || inputs.some((from) => isTrainable[from]));
  }
  return (call) => isTrainable[call];
}

function makeHooks(observer: Observer, hasGradient: (call: number) => boolean, watch: Watch): Hooks {
  return {
    activation: (call, a) => {
      observer.activation(call, a);
      if (!hasGradient(call)) return a;
      return watch(a, (target, dy) => observer.gradient(target, call, 'activation', dy));
    },
    preActivation: (call, z, f) => {
      observer.preActivation(call, z, () => grad(f)(z));
      if (!hasGradient(call)) return z;
      return watch(z, (target, dy) => observer.gradient(target, call, 'preActivation', dy));
    },
    step: (call, h, step) => {
      observer.step(call, h, step);
      return watch(h, (target, dy) => observer.stepGradient(target, call, step, dy));
    },
  };
}

function watchSignal(x: Tensor, anchor: Tensor, report: (dy: Tensor) => void): Tensor {
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

/** Computes ⟨v, output⟩, summed over the model's outputs. */
function cotangentProduct(outputs: readonly Tensor[], random: Random): Tensor {
  return addN(outputs.map((out) => sum(mul(out, tensor(random.normal(new Float32Array(out.size)), out.shape)))));
}

function backward(value: Tensor, anchor: Tensor, weights: readonly Tensor[]): (Float32Array | undefined)[] {
  const { grads } = engine().gradients(() => value, [anchor, ...weights], undefined, true);
  return grads.slice(1).map((gradient?: Tensor) => gradient?.dataSync<'float32'>().slice());
}
