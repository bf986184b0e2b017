import { describe, knownOptions, positiveInteger } from '../argument.js';
import { type Random, random } from '../random/random.js';
import { type NetworkOptions, network } from './network.js';
import type { LayerSample, SampleMoments } from './sample.js';
import { runTrial } from './trial.js';

export interface SimulateOptions extends NetworkOptions {
  /** A batch of inputs, row-major [batch, widths[0]]; default: independent N(0, 1) numbers, the same in every trial. */
  input?: Float32Array;
  /** Rows of the input, default 64. With `input` it may be left out. */
  batch?: number;
  /** Independent nets, default 1. */
  trials?: number;
  /** Of the weights, the default input and the cotangents; default 0. A safe integer from 0 or a bigint, as for `random`. */
  seed?: number | bigint;
  /** Whether to run the backward pass too, default false. */
  backward?: boolean;
}

/** Moments over units and batch, averaged over the trials. */
export interface MeasuredMoments extends SampleMoments {
  /** The second moment in each trial. */
  trials: Float64Array;
}

export interface LayerStatistics {
  /** 0 is the input. */
  layer: number;
  /** Number of units. */
  width: number;
  /** Of z; for layer 0 of the input. */
  preActivation: MeasuredMoments;
  /** Of a = f(z); for layer 0 of the input. */
  activation: MeasuredMoments;
  /** With `backward`: of the gradient by z; for layer 0 by the input. */
  gradient?: MeasuredMoments;
  /** Share of the units with f′(z) = 0 on the whole batch, averaged over the trials. */
  deadFraction: number;
  /** Bounded activations only: share of a closer than .03 to an end of the range (|tanh z| > .97), averaged over the trials. */
  saturatedFraction?: number;
}

/** Plain data: what {@link simulate} measured, layer by layer. */
export interface Simulation {
  layers: LayerStatistics[];
  batch: number;
  trials: number;
}

/**
 * Measures the signal in dense nets without biases: a_0 = input, z_l = a_(l−1) · W_l with W_l of shape [n_(l−1), n_l], a_l = f(z_l).
 *
 * For each layer, over its n units and the batch of B: mean, variance and second moment of z and of a, where the second
 * moment is Σ z²/(B·n), so secondMoment = variance + mean². It is the second moment that depth multiplies. With `backward: true`
 * the same of the gradients ∂⟨v, a_L⟩/∂z_l for a random cotangent v of independent N(0, 1) numbers, one for each output and sample.
 *
 * Signals are float32 as on a GPU: what grows beyond 3.4·10³⁸ becomes Infinity and then NaN, what falls below 10⁻⁴⁵ becomes 0, and the
 * statistics report just that. Products and statistics are summed in double precision.
 *
 * Trial k has weights of its own that depend on the seed and k alone, not on how many trials there are. A statistic is the
 * average of that of the trials; `trials` of each holds their second moments, to show the spread.
 *
 * @throws (as a rejection) RangeError or TypeError for widths, lists, an input or numbers that do not fit, naming the argument; and
 * what the initializers throw.
 * @example
 * ```ts
 * import { heNormal, simulate } from 'initlab';
 * const widths = Array<number>(21).fill(100);
 * const { layers } = await simulate({ widths, activation: 'relu', init: heNormal(), trials: 5, backward: true });
 * layers.map((layer) => layer.preActivation.secondMoment);   // 1 for the input, then about 2: He keeps it
 * layers[0].gradient?.secondMoment;
 * ```
 */
export async function simulate(options: SimulateOptions): Promise<Simulation> {
  knownOptions(options, ['widths', 'activation', 'init', 'input', 'batch', 'trials', 'seed', 'backward'], 'simulate');
  const { trials = 1, seed = 0, backward = false } = options;
  positiveInteger(trials, 'trials');
  const net = network(options);
  const stream = random(seed);
  const input = inputBatch(options, net.widths[0], stream);
  const batch = input.length / net.widths[0];
  const samples = Array.from({ length: trials }, (_, k) => runTrial(net, stream.split(k + 1), input, batch, backward));
  const layers = net.widths.map((width, layer) => ({
    layer,
    width,
    ...average(samples.map((trial) => trial[layer])),
  }));
  return { layers, batch, trials };
}

/** The input given, or N(0, 1) from stream 0. */
function inputBatch({ input, batch }: SimulateOptions, width: number, stream: Random): Float32Array {
  if (batch !== undefined) positiveInteger(batch, 'batch');
  if (input === undefined) return stream.split(0).normal(new Float32Array((batch ?? 64) * width));
  if (!(input instanceof Float32Array)) throw new TypeError(`input is ${describe(input)}; it must be a Float32Array`);
  const rows = input.length / width;
  if (rows === 0 || rows !== (batch ?? Math.floor(rows))) {
    throw new RangeError(
      `input has ${input.length} numbers; it must have ${batch ?? 'batch'} · ${width}, a row of widths[0] for each sample`,
    );
  }
  const wrong = input.findIndex((x) => !Number.isFinite(x));
  if (wrong >= 0) throw new RangeError(`input[${wrong}] is ${input[wrong]}; every input must be finite`);
  return input;
}

function average(samples: LayerSample[]): Omit<LayerStatistics, 'layer' | 'width'> {
  const gradients = samples.flatMap(({ gradient }) => gradient ?? []);
  const saturated = samples.flatMap(({ saturatedFraction }) => saturatedFraction ?? []);
  return {
    preActivation: averageMoments(samples.map(({ preActivation }) => preActivation)),
    activation: averageMoments(samples.map(({ activation }) => activation)),
    ...(gradients.length > 0 && { gradient: averageMoments(gradients) }),
    deadFraction: mean(samples.map(({ deadFraction }) => deadFraction)),
    ...(saturated.length > 0 && { saturatedFraction: mean(saturated) }),
  };
}

function averageMoments(moments: SampleMoments[]): MeasuredMoments {
  return {
    mean: mean(moments.map((sample) => sample.mean)),
    variance: mean(moments.map((sample) => sample.variance)),
    secondMoment: mean(moments.map((sample) => sample.secondMoment)),
    trials: Float64Array.from(moments, (sample) => sample.secondMoment),
  };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
