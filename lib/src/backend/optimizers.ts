import type { Optimizer, Tensor, Variable } from '@tensorflow/tfjs-core';
import { AdamOptimizer, engine, getBackend, MomentumOptimizer, SGDOptimizer } from '#tfjs-core';
import type { Heap } from './kernels/heap.js';
import { ownNumbers, replaceNumbers } from './variableNumbers.js';

type Gradients = Parameters<Optimizer['applyGradients']>[0];

/** A variable with its gradient. `i` is its place in the lists of the optimizer. */
interface Update {
  i: number;
  variable: Variable;
  gradient: Tensor;
}

/** State of an optimizer's moving averages. */
type Slots = ({ variable: Variable } | undefined)[];

interface Sgd {
  c: Tensor;
}
interface Momentum extends Sgd {
  m: Tensor;
  useNesterov: boolean;
  accumulations: Slots;
}
interface Adam {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  accBeta1: Variable;
  accBeta2: Variable;
  accumulatedFirstMoment: Slots;
  accumulatedSecondMoment: Slots;
}

/**
 * Lets the common optimizers of tfjs update each variable of the wasm backend in one pass, with the
 * same numbers. tfjs takes up to a dozen operations and as many tensors for each. The first step,
 * which makes the moving averages, and any other backend are left to tfjs.
 */
export function fuseOptimizers(heap: Heap): void {
  const { routines } = heap;
  if (routines === undefined) return;
  fuse(SGDOptimizer, (optimizer, updates) => {
    const { c } = optimizer as unknown as Sgd;
    const rate = c.dataSync()[0];
    for (const { variable, gradient } of updates) {
      replaceNumbers(heap, variable, (w, out) => routines.sgd(w, heap.at(gradient), out, variable.size, rate));
    }
    return true;
  });
  fuse(MomentumOptimizer, (optimizer, updates) => {
    const { c, m, useNesterov, accumulations } = optimizer as unknown as Momentum;
    if (!updates.every(({ i }) => accumulations[i])) return false;
    const [rate, share] = [c.dataSync()[0], m.dataSync()[0]];
    for (const { i, variable, gradient } of updates) {
      const sums = ownNumbers(heap, (accumulations[i] as { variable: Variable }).variable);
      replaceNumbers(heap, variable, (w, out) =>
        routines.momentum(w, heap.at(gradient), out, sums, variable.size, rate, share, Number(useNesterov)),
      );
    }
    return true;
  });
  fuse(AdamOptimizer, (optimizer, updates) => {
    const { accBeta1, accBeta2, ...adam } = optimizer as unknown as Adam;
    const { beta1, beta2, epsilon, accumulatedFirstMoment: firsts, accumulatedSecondMoment: seconds } = adam;
    if (!updates.every(({ i }) => firsts[i] && seconds[i])) return false;
    const [power1, power2] = [accBeta1.dataSync()[0], accBeta2.dataSync()[0]];
    const constants = [beta1, beta2, 1 - beta1, 1 - beta2, 1 - power1, 1 - power2, epsilon];
    for (const { i, variable, gradient } of updates) {
      const first = ownNumbers(heap, (firsts[i] as { variable: Variable }).variable);
      const second = ownNumbers(heap, (seconds[i] as { variable: Variable }).variable);
      replaceNumbers(heap, variable, (w, out) =>
        routines.adam(w, heap.at(gradient), out, first, second, variable.size, -adam.learningRate, ...constants),
      );
    }
    setScalar(heap, accBeta1, Math.fround(power1 * Math.fround(beta1)));
    setScalar(heap, accBeta2, Math.fround(power2 * Math.fround(beta2)));
    return true;
  });
}

/** Runs a step, unless it returns false because the optimizer has no state yet. */
type Step = (optimizer: Optimizer, updates: Update[]) => boolean;

function fuse({ prototype }: { prototype: Optimizer }, step: Step): void {
  const original = prototype.applyGradients;
  prototype.applyGradients = function (this: Optimizer, gradients: Gradients): void {
    const updates = getBackend() === 'wasm' ? updatesOf(gradients) : undefined;
    if (updates === undefined || !step(this, updates)) original.call(this, gradients);
    else (this as unknown as { incrementIterations(): void }).incrementIterations();
  };
}

/**
 * Pairs variables with gradients. Returns undefined if a pair is not float32 or differs in size.
 */
function updatesOf(gradients: Gradients): Update[] | undefined {
  const { registeredVariables } = engine();
  const updates: Update[] = [];
  const pairs = Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor] as const)
    : Object.entries(gradients);
  for (const [i, [name, gradient]] of pairs.entries()) {
    const variable = registeredVariables[name];
    if (gradient === null || gradient === undefined) continue;
    if (variable?.dtype !== 'float32' || gradient.dtype !== 'float32') return undefined;
    if (variable.size !== gradient.size) return undefined;
    updates.push({ i, variable, gradient });
  }
  return updates;
}

function setScalar(heap: Heap, variable: Variable, value: number): void {
  ownNumbers(heap, variable);
  heap.numbers(variable)[0] = value;
}
