import { abortSignal, callback, describe, knownOptions, positiveInteger, truth } from '../../foundation/argument.js';
import { product } from '../../init/shape.js';
import { build } from '../../network/spec/build.js';
import { type LayersOptions, layersOf, type NetworkOptions, netOptionNames } from '../../network/spec/options.js';
import { random } from '../../random/random.js';
import type { Simulation } from './simulation.js';
import { runTrials } from './trials/runTrials.js';
import { summarize } from './trials/summarize.js';

/** Options of {@link simulate} apart from the net. */
export interface SimulationOptions {
  /**
   * Batch of inputs, row-major, with a row for each sample: widths[0] numbers, or as many as
   * inputShape has. Default: independent N(0, 1) numbers, the same in every trial.
   */
  input?: Float32Array;
  /** Number of samples. Default 64, or with `input` the number of its rows. */
  batch?: number;
  /** Number of independent nets. Default 1. */
  trials?: number;
  /**
   * Seed of the weights, masks, default input and cotangents: a safe integer of at least 0 or a
   * bigint, as for `random`. Default 0.
   */
  seed?: number | bigint;
  /** Whether to run the backward pass too. Default false. */
  backward?: boolean;
  /**
   * Largest number of threads, by default the number of cores; 1 means the calling thread alone.
   * The results do not depend on it.
   */
  jobs?: number;
  /**
   * Callback for finished trials, called often enough for a progress bar: `progress.follow()` makes
   * one.
   */
  onProgress?: (done: number, total: number) => void;
  /** Signal that ends the simulation: when it aborts, the promise is rejected with its reason. */
  signal?: AbortSignal;
}

export type SimulateOptions = SimulationOptions & (NetworkOptions | LayersOptions);

const OPTION_NAMES = ['input', 'batch', 'trials', 'seed', 'backward', 'jobs', 'onProgress', 'signal'];

/**
 * Measures the signal in nets with random weights. Describe the net by a list of `layers` and the
 * `inputShape` of one sample. For dense layers without biases, `widths`, `activation` and `init`
 * are enough: a_0 = input, z_l = a_(l−1) · W_l with W_l of shape [n_(l−1), n_l], a_l = f(z_l).
 *
 * The result has the mean, variance and second moment of z and of a for each layer, over its N
 * numbers and the batch of B. The second moment is Σ z²/(B·N), so secondMoment = variance + mean²;
 * it is what depth multiplies. With `backward: true` the result also has the moments of the
 * gradients ∂⟨v, a_L⟩/∂z_l, for a random cotangent v of independent N(0, 1) numbers, one for each
 * output and sample. Dropout and batch normalization work as in training; normalizations have scale
 * 1 and shift 0. Layers that only reshape, pool, add or normalize have a = z.
 *
 * Signals are float32, as on a GPU: numbers beyond 3.4·10³⁸ become Infinity and then NaN, numbers
 * below 10⁻⁴⁵ become 0, and the statistics report exactly that. Statistics are summed in double
 * precision.
 *
 * Trial k has its own weights, which depend only on the seed and k, not on the number of trials or
 * threads. A statistic is the average over the trials; its `trials` hold the second moments of the
 * single trials, to show the spread. Only these few numbers of a trial are kept, so a thousand nets
 * take no more memory than one net per thread.
 *
 * In Node.js long runs use several threads. Initializers and activations of this library reach them
 * by their descriptions. A net with functions of your own runs on the calling thread, as every net
 * does in a browser.
 *
 * @throws RangeError or TypeError, as a rejection that names the argument or layer, for a net, an
 * input or numbers that do not fit; and what the initializers and `onProgress` throw.
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
  knownOptions(options, [...netOptionNames(options), ...OPTION_NAMES], 'simulate');
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

/** Gives the input of the options, or N(0, 1) numbers from stream 0. */
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
