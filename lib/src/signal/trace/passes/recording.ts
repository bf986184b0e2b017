import type { Tensor } from '@tensorflow/tfjs-core';
import type { TypedNumbers } from '../../../foundation/numberArray.js';
import type { ModelGraph } from '../../../network/view/modelGraph.js';
import { offUnits, saturatedFraction, unitAxis } from '../../units.js';
import type { TracedLayer, TracedSteps } from '../result.js';
import { moments, tracedMoments, tracedSignal } from '../statistics/statistics.js';
import type { Observer, Target } from './observer.js';
import { activationName } from './patches.js';

/** Statistics of the signals of one call. */
export type Signals = Omit<TracedLayer, 'name' | 'kind' | 'inputs' | 'weights'>;

/** Makes an observer that writes statistics of the signals to the returned list. */
export function recordSignals({ calls }: ModelGraph, bins: number): { signals: Signals[]; observer: Observer } {
  const signals = calls.map(({ layer }) => {
    const activationFunction = activationName(layer);
    return (activationFunction === undefined ? {} : { activationFunction }) as Signals;
  });
  const observer: Observer = {
    activation(call, a) {
      const [data, shape] = [numbers(a), shapeOf(a)];
      const of = signals[call];
      of.shape = shape.slice(1);
      of.width = shape[unitAxis(calls[call].layer, shape.length)] ?? 1;
      of.activation = tracedSignal(data, shape[0], bins);
      if (of.activationFunction === 'linear') of.preActivation = of.activation;
      const range = of.activationFunction && calls[call].activation?.activation?.range;
      if (range) of.saturatedFraction = saturatedFraction(data as Float32Array, range);
    },
    preActivation(call, z, derivative) {
      const [data, shape] = [numbers(z), shapeOf(z)];
      const of = signals[call];
      of.preActivation = tracedSignal(data, shape[0], bins);
      if (/softmax/i.test(of.activationFunction ?? '')) return;
      Object.assign(of, offUnits(numbers(derivative()), data, shape, unitAxis(calls[call].layer, shape.length)));
    },
    step(call, h, { step, isReverse }) {
      stepsOf(signals[call], isReverse).secondMoment[step] = secondMoment(h);
    },
    gradient(target, call, place, gradient) {
      const of = signals[call];
      const found = tracedMoments(numbers(gradient), shapeOf(gradient)[0]);
      const [byActivation, byPreActivation] = GRADIENT_NAMES[target];
      if (place === 'preActivation') of[byPreActivation] = found;
      else of[byActivation] = found;
      const isLinear = (of.activationFunction ?? 'linear') === 'linear';
      if (isLinear) of[byPreActivation] = found;
    },
    stepGradient(target, call, { step, isReverse }, gradient) {
      const steps = stepsOf(signals[call], isReverse);
      const name = target === 'loss' ? 'lossGradient' : 'gradient';
      steps[name] ??= new Array<number>(steps.secondMoment.length).fill(0);
      steps[name][step] = secondMoment(gradient);
    },
  };
  return { signals, observer };
}

const GRADIENT_NAMES = {
  output: ['activationGradient', 'gradient'],
  loss: ['activationLossGradient', 'lossGradient'],
} as const satisfies Record<Target, unknown>;

function stepsOf(of: Signals, isReverse: boolean): TracedSteps {
  const name = isReverse ? 'reverseSteps' : 'steps';
  of[name] ??= { secondMoment: [] };
  return of[name];
}

function numbers(x: Tensor): TypedNumbers {
  return x.dataSync() as TypedNumbers;
}

/** Returns the shape of a tensor, treating a scalar as a batch of one. */
function shapeOf({ shape }: Tensor): number[] {
  return shape.length === 0 ? [1] : [...shape];
}

function secondMoment(x: Tensor): number {
  return moments(numbers(x)).secondMoment;
}
