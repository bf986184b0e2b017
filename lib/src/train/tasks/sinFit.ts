import { knownOptions } from '../../foundation/argument.js';
import { xavierNormal } from '../../init/xavier.js';
import type { Dataset } from '../data/dataset.js';
import { denseNet } from './plainNet.js';
import { NET_OPTION_NAMES, type NetOptions, type Task } from './task.js';

/**
 * Makes the task of the curve y = x·sin x on [−10, 10], without scaling: 201 points to learn from,
 * and the 200 midpoints between them to test. The net has one input, `depth` (default 3) hidden
 * layers of `width` (100) units ('tanh', `xavierNormal()`) and one linear output. The loss is the
 * mean squared error. Always predicting 0 gives the mean of (x·sin x)², 14.4.
 *
 * @throws RangeError or TypeError that names the option that does not fit
 * @example
 * ```ts
 * import { uniform } from 'initlab';
 * import { sinFit } from 'initlab/tasks';
 * const { model, train } = sinFit({ init: uniform({ low: -1, high: 1 }), biasInit: uniform({ low: -1, high: 1 }) });
 * train.x.shape; // [201, 1]
 * ```
 */
export function sinFit(options: NetOptions = {}): Task {
  knownOptions(options, NET_OPTION_NAMES, 'sinFit');
  const net = { depth: 3, width: 100, activation: 'tanh', init: xavierNormal(), seed: 0, ...options } as const;
  return { model: denseNet(1, 1, net), train: curve(201, -10), test: curve(200, -9.95) };
}

/** Samples the curve at points that are 0.1 apart. */
function curve(count: number, from: number): Dataset {
  const x = Float32Array.from({ length: count }, (_, i) => from + i / 10);
  return { x: { shape: [count, 1], data: x }, y: { shape: [count, 1], data: x.map((v) => v * Math.sin(v)) } };
}
