import { knownOptions, nonNegative, positiveInteger } from '../../foundation/argument.js';
import { heNormal } from '../../init/he.js';
import { type Random, random } from '../../random/random.js';
import type { Dataset } from '../data/dataset.js';
import { denseNet } from './plainNet.js';
import { NET_OPTION_NAMES, type NetOptions, type Task } from './task.js';

export interface TwoMoonsOptions extends NetOptions {
  /** Number of training points, and of test points. Default 400. */
  count?: number;
  /** Standard deviation of the normal noise on both coordinates. Default 0.15. */
  noise?: number;
}

/**
 * Makes the task of two interlocking half circles in the plane, which suits figures of decision
 * boundaries. Class 0 is (cos t, sin t) and class 1 is (1 − cos t, ½ − sin t), for t uniform on [0,
 * π], with noise. The net has two inputs, `depth` (default 2) hidden layers of `width` (16) units
 * ('relu', `heNormal()`) and two logits. The loss is the cross entropy.
 *
 * @throws RangeError or TypeError that names the option that does not fit
 * @example
 * ```ts
 * import { twoMoons } from 'initlab/tasks';
 * const { train } = twoMoons({ count: 100, noise: 0.1 });
 * train.x.shape; // [100, 2]
 * ```
 */
export function twoMoons(options: TwoMoonsOptions = {}): Task {
  knownOptions(options, [...NET_OPTION_NAMES, 'count', 'noise'], 'twoMoons');
  const { count = 400, noise = 0.15, ...net } = options;
  positiveInteger(count, 'count');
  nonNegative(noise, 'noise');
  const chosen = { depth: 2, width: 16, activation: 'relu', init: heNormal(), seed: 0, ...net } as const;
  const stream = random(chosen.seed);
  return {
    model: denseNet(2, 2, chosen),
    train: moons(count, noise, stream.split(0)),
    test: moons(count, noise, stream.split(1)),
  };
}

/** Draws points that belong alternately to class 0 and class 1. */
function moons(count: number, noise: number, stream: Random): Dataset {
  const angles = stream.uniform(new Float64Array(count), 0, Math.PI);
  const points = stream.normal(new Float32Array(2 * count), 0, noise);
  angles.forEach((t, i) => {
    points[2 * i] += i % 2 === 0 ? Math.cos(t) : 1 - Math.cos(t);
    points[2 * i + 1] += i % 2 === 0 ? Math.sin(t) : 0.5 - Math.sin(t);
  });
  return {
    x: { shape: [count, 2], data: points },
    y: { shape: [count], data: Uint8Array.from(angles, (_, i) => i % 2) },
  };
}
