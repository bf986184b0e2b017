import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import {
  broadcast_util,
  einsum,
  expandDims,
  getGradient,
  mul,
  ones,
  registerGradient,
  reshape,
  sum,
  unregisterGradient,
} from '#tfjs-core';
import { tileGradient } from './kernels/tile.js';

/**
 * Adds the gradients that tfjs lacks on every backend, defines only for equal shapes, or computes
 * slowly.
 */
export function repairGradients(): void {
  const equalShapes = ['BatchMatMul', 'Maximum', 'Minimum', 'SquaredDifference'];
  for (const gradient of [tileGradient, einsumGradient, ...equalShapes.map(forBroadcast)]) {
    if (getGradient(gradient.kernelName)) unregisterGradient(gradient.kernelName);
    registerGradient(gradient);
  }
}

/**
 * Makes the gradient of a function of a and b. It sums over the axes along which a or b was
 * broadcast.
 */
function forBroadcast(kernelName: string): GradConfig {
  const config = getGradient(kernelName);
  const gradFunc: GradConfig['gradFunc'] = (dy, saved, attributes) => {
    const gradients = config.gradFunc(dy, saved, attributes);
    const [a, b] = saved;
    return { a: () => sumTo(gradients.a(), a.shape), b: () => sumTo(gradients.b(), b.shape) };
  };
  return { ...config, gradFunc };
}

function sumTo(gradient: Tensor, shape: number[]): Tensor {
  const axes = broadcast_util.getReductionAxes(shape, gradient.shape);
  return axes.length === 0 ? gradient : reshape(sum(gradient, axes), shape);
}

/**
 * Gradient of an Einstein sum. The gradient with respect to one factor is an Einstein sum of the
 * other factors and dy. It is constant along summed axes that no other factor has.
 */
const einsumGradient: GradConfig = {
  kernelName: 'Einsum',
  saveAllInputs: true,
  gradFunc: (dy, saved, attributes) => {
    const { equation } = attributes as { equation: string };
    const [left, result] = equation.replaceAll(' ', '').split('->');
    const terms = left.split(',');
    const gradient = (i: number) => (): Tensor => {
      const labels = [result, ...terms.toSpliced(i, 1)];
      const known = [...terms[i]].filter((label) => labels.some((other) => other.includes(label)));
      const factors = [dy as Tensor, ...saved.toSpliced(i, 1)];
      let out = einsum(`${labels.join(',')}->${known.join('')}`, ...factors);
      for (const [axis, label] of [...terms[i]].entries()) if (!known.includes(label)) out = expandDims(out, axis);
      return known.length === terms[i].length ? out : mul(out, ones(saved[i].shape));
    };
    return Object.fromEntries(saved.map((_, i) => [i, gradient(i)]));
  },
};
