import {
  broadcast_util,
  einsum,
  expandDims,
  type GradConfig,
  getGradient,
  mul,
  ones,
  registerGradient,
  reshape,
  sum,
  type Tensor,
  unregisterGradient,
} from '@tensorflow/tfjs-core';
import { tileGradient } from './kernels/tile.js';

/** Gives tfjs, on every backend, gradients that it lacks, has for inputs of equal shapes alone, or finds slowly. */
export function repairGradients(): void {
  const equalShapes = ['BatchMatMul', 'Maximum', 'Minimum', 'SquaredDifference'];
  for (const gradient of [tileGradient, einsumGradient, ...equalShapes.map(forBroadcast)]) {
    if (getGradient(gradient.kernelName)) unregisterGradient(gradient.kernelName);
    registerGradient(gradient);
  }
}

/** The gradient of a function of a and b, summed over the axes along which one of them was repeated. */
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
 * Of a product summed by Einstein's convention, the gradient with respect to one factor is such a product of the others and of dy. Along axes
 * that were summed and no other factor has, it is constant.
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
