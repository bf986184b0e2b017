import { abortSignal, callback, describe, knownOptions, positiveInteger, truth } from '../../foundation/argument.js';
import { product } from '../../init/shape.js';
import { build } from '../../network/spec/build.js';
import { type LayersOptions, layersOf, type NetworkOptions, netOptionNames } from '../../network/spec/options.js';
import { random } from '../../random/random.js';
import type { Simulation } from './simulation.js';
import { runTrials } from './trials/runTrials.js';
import { summarize } from './trials/summarize.js';

/** Options of {@link simulate} beside the net. */
export interface SimulationOptions {
  /** A batch of inputs, row-major, a row of widths[0] or of the numbers of inputShape for each sample; default: independent N(0, 1) numbers, the same in every trial. */
  input?: Float32Array;
  /** Rows of the input, default 64. With `input` it may be left out. */
  batch?: number;
  /** Independent nets, default 1. */
  trials?: number;
  /** Of the weights, masks, the default input and the cotangents; default 0. A safe integer from 0 or a bigint, as for `random`. */
  seed?: number | bigint;
  /** Whether to run the backward pass too, default false. */
  backward?: boolean;
  /** Most threads at work, default as many as cores; 1 is the calling thread alone. The numbers do not depend on it. */
  jobs?: number;
  /** Called as trials are done, often enough for a progress bar: `progress.follow()` makes one. */
  onProgress?: (done: number, total: number) => void;
  /** Ends the simulation when it aborts: the promise is rejected with its reason. */
  signal?: AbortSignal;
}

export type SimulateOptions = SimulationOptions & (NetworkOptions | LayersOptions);

const optionNames = ['input', 'batch', 'trials', 'seed', 'backward', 'jobs', 'onProgress', 'signal'];

/**
 * Measures the signal in nets with random weights. The net is a list of `layers` and the `inputShape` of one sample, or, shorter, `widths`, `activation`
 * and `init` of dense layers without biases: a_0 = input, z_l = a_(l−1) · W_l with W_l of shape [n_(l−1), n_l], a_l = f(z_l).
 *
 * For each layer, over its N numbers and the batch of B: mean, variance and second moment of z and of a, where the second
 * moment is Σ z²/(B·N), so secondMoment = variance + mean². It is the second moment that depth multiplies. With `backward: true`
 * the same of the gradients ∂⟨v, a_L⟩/∂z_l for a random cotangent v of independent N(0, 1) numbers, one for each output and sample. Dropout and
 * batch normalization work as in training, normalizations with scale 1 and shift 0. Layers that only reshape, pool, add or normalize have a = z.
 *
 * Signals are float32 as on a GPU: what grows beyond 3.4·10³⁸ becomes Infinity and then NaN, what falls below 10⁻⁴⁵ becomes 0, and the
 * statistics report just that. Statistics are summed in double precision.
 *
 * Trial k has weights of its own that depend on the seed and k alone, not on how many trials there are, nor on the threads. A statistic is the
 * average of that of the trials; `trials` of each holds their second moments, to show the spread. Of a trial only these few numbers
 * are kept, so that a thousand nets take no more memory than one for each thread.
 *
 * In Node.js long runs go on several threads. Initializers and activations of this library go there by their descriptions; a net with
 * functions of your own runs on the calling thread, as all do in a browser.
 *
 * @throws (as a rejection) RangeError or TypeError for a net, an input or numbers that do not fit, naming the argument or the layer; and
 * what the initializers and `onProgress` throw.
 * @example
 * ```ts
 * import { heNormal, simulate } from 'initlab';
 * const widths = Array<number>(21).fill(100);
 * const { layers } = await simulate({ widths, activation: 'relu', init: heNormal(), trials: 5, backward: true });
 * layers.map((layer) => layer.preActivation.secondMoment);   // 1 for the input, then about 2: He keeps it
 * layers[0].gradient?.secondMoment;
 *
 * const block = await simulate({
 *   inputShape: [8, 8, 3],
 *   layers: [
 *     { type: 'conv', filters: 16, kernel: 3, padding: 'same', init: heNormal(), activation: 'relu' },
 *     { type: 'residual', branch: [{ type: 'conv', filters: 16, kernel: 3, padding: 'same', init: heNormal() }], scale: 0.5 },
 *     { type: 'globalAvgPool' },
 *   ],
 *   batch: 8,
 * });
 * block.layers.map(({ name }) => name);   // ['input', 'conv1', 'residual1/conv1', 'residual1', 'globalAvgPool1']
 * ```
 */
export async function simulate(options: SimulateOptions): Promise<Simulation> {
  knownOptions(options, [...netOptionNames(options), ...optionNames], 'simulate');
  const { trials = 1, seed = 0, backward = false, jobs, onProgress, signal } = options;
  positiveInteger(trials, 'trials');
  if (jobs !== undefined) positiveInteger(jobs, 'jobs');
  truth(backward, 'backward');
  callback(onProgress, 'onProgress');
  abortSignal(signal, 'signal');
  const net = layersOf(options);
  const graph = build(net.layers, net.inputShape);
  const input = inputBatch(options, net.inputShape, seed);
  const batch = input.length / product(net.inputShape);
  const task = { ...net, input, batch, backward, seed, trials };
  const records = await runTrials(task, graph, { jobs, onProgress, signal });
  return { layers: summarize(graph, records, backward), batch, trials };
}

/** The input given, or N(0, 1) from stream 0. */
function inputBatch(
  { input, batch }: SimulationOptions,
  shape: readonly number[],
  seed: number | bigint,
): Float32Array {
  if (batch !== undefined) positiveInteger(batch, 'batch');
  const size = product(shape);
  if (input === undefined)
    return random(seed)
      .split(0)
      .normal(new Float32Array((batch ?? 64) * size));
  if (!(input instanceof Float32Array)) throw new TypeError(`input is ${describe(input)}; it must be a Float32Array`);
  const rows = input.length / size;
  if (rows === 0 || rows !== (batch ?? Math.floor(rows))) {
    const row = shape.length > 1 ? `${size} (${shape.join(' · ')})` : size;
    throw new RangeError(
      `input has ${input.length} numbers; it must have ${batch ?? 'batch'} · ${row}, a row for each sample`,
    );
  }
  const wrong = input.findIndex((x) => !Number.isFinite(x));
  if (wrong >= 0) throw new RangeError(`input[${wrong}] is ${input[wrong]}; every input must be finite`);
  return input;
}
