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
import { freeingTape } from '../../../network/freeingTape.js';
import type { ModelGraph } from '../../../network/view/modelGraph.js';
import type { Random } from '../../../random/random.js';
import { type Hooks, runCalls } from './forward.js';

/** Of what the gradient is: of ⟨v, output⟩, or of the loss. */
export type Target = 'output' | 'loss';

export type Place = 'activation' | 'preActivation';

/** Who is told what passes by. Tensors are valid during the call alone. */
export interface Observer {
  activation(call: number, a: Tensor): void;
  /** `derivative` is f′(z), computed when called. */
  preActivation(call: number, z: Tensor, derivative: () => Tensor): void;
  step(call: number, h: Tensor, step: number): void;
  gradient(target: Target, call: number, place: Place, gradient: Tensor): void;
  stepGradient(target: Target, call: number, step: number, gradient: Tensor): void;
}

export interface Passes {
  graph: ModelGraph;
  feeds: readonly Tensor[];
  training: boolean;
  /** Of v. Absent: no backward pass. */
  random?: Random;
  weights: readonly Tensor[];
  loss?: (outputs: readonly Tensor[]) => Scalar;
}

/** Gradients by the weights, undefined where a weight is not used. */
export interface WeightGradients {
  output?: (Float32Array | undefined)[];
  loss?: (Float32Array | undefined)[];
  lossValue?: number;
}

/**
 * One forward pass, and on the same tape one backward pass for each target. Each signal goes through an operation that changes nothing, whose
 * gradient function tells the observer of the gradient that arrives. Call within tidy.
 */
export function runPasses(passes: Passes, observer: Observer): WeightGradients {
  try {
    return onTape(passes, observer, () => true);
  } catch (error) {
    if (!/gradient/i.test(String(error))) throw error;
    // What looks up its input, as Embedding, or masks it has no gradient by it. It can be trained if all behind the first weights has one.
    return onTape(passes, observer, behindWeights(passes.graph));
  }
}

function onTape(passes: Passes, observer: Observer, hasGradient: (call: number) => boolean): WeightGradients {
  const { graph, feeds, training, random, loss, weights } = passes;
  // A tape keeps what leads from given tensors to the result; from this one there is a way to every signal.
  const anchor = scalar(0);
  const gradients: WeightGradients = {};
  let target: Target = 'output';
  const watching = hooks(observer, hasGradient, (x, tell) => watched(x, anchor, (dy) => tell(target, dy)));
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
  freeingTape(() => engine().gradients(run, [anchor]));
  return gradients;
}

type Watch = (x: Tensor, tell: (target: Target, dy: Tensor) => void) => Tensor;

/** Whether a call's layer, or one before it, has weights to train. */
function behindWeights({ calls }: ModelGraph): (call: number) => boolean {
  const behind: boolean[] = [];
  for (const { layer, inputs } of calls) {
    behind.push(layer.trainableWeights.length > 0 || inputs.some((from) => behind[from]));
  }
  return (call) => behind[call];
}

function hooks(observer: Observer, hasGradient: (call: number) => boolean, watch: Watch): Hooks {
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

function watched(x: Tensor, anchor: Tensor, tell: (dy: Tensor) => void): Tensor {
  if (x.dtype !== 'float32') return x;
  const pass = (value: Tensor): { value: Tensor; gradFunc: (dy: Tensor) => Tensor[] } => ({
    value: value.clone(),
    gradFunc: (dy) => {
      tell(dy);
      return [dy.clone(), zerosLike(anchor)];
    },
  });
  return customGrad(pass as Parameters<typeof customGrad>[0])(x, anchor);
}

/** ⟨v, output⟩, summed over the model's outputs. */
function cotangentProduct(outputs: readonly Tensor[], random: Random): Tensor {
  return addN(outputs.map((out) => sum(mul(out, tensor(random.normal(new Float32Array(out.size)), out.shape)))));
}

function backward(value: Tensor, anchor: Tensor, weights: readonly Tensor[]): (Float32Array | undefined)[] {
  const { grads } = engine().gradients(() => value, [anchor, ...weights], undefined, true);
  return grads.slice(1).map((gradient?: Tensor) => gradient?.dataSync<'float32'>().slice());
}
