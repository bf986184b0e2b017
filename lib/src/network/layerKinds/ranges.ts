import type { layers } from '@tensorflow/tfjs-layers';
import type { Activation } from '../../activation/elementwise.js';
import { carriedActivation, type LayerActivation } from './activations.js';

type Layer = layers.Layer;

/** The least and the largest value that a signal can take, whatever the weights are. */
export type Interval = readonly [low: number, high: number];

/**
 * Computes the range of a layer's output, apart from its activation, from the ranges of its inputs.
 * The result is undefined if it is unknown.
 */
export type RangeRule = (inputs: readonly Interval[], layer: Layer) => Interval | undefined;

/** Numbers beyond which a value counts as unbounded. */
const UNBOUNDED = 1e6;
/** An argument that stands for infinity. */
const FAR = 1e9;
/** Half the width of the grid on which an activation is searched for its extremes. */
const GRID_END = 20;
const GRID_STEP = 0.01;

/** Any number: the sums of a layer with free weights. */
export const anyNumber: RangeRule = () => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

/** The values of the inputs themselves, moved, selected or averaged. */
export const sameValues: RangeRule = (inputs) => hull(inputs);

/** The values of the inputs, and 0, as after padding. */
export const sameValuesAnd0: RangeRule = (inputs) => hull([...inputs, [0, 0]]);

export const sumOfInputs: RangeRule = (inputs) =>
  inputs.reduce(([low, high], [a, b]): Interval => [low + a, high + b], [0, 0]);

export const productOfInputs: RangeRule = (inputs) => inputs.reduce(multiply);

/** The range of `Rescaling`: scale·x + offset. */
export const rescaledRange: RangeRule = ([input], layer) => {
  const { scale, offset } = layer as { scale?: number; offset?: number };
  return sumOfInputs([multiply(input, [scale ?? 1, scale ?? 1]), [offset ?? 0, offset ?? 0]], layer);
};

/** The range of the state of an RNN: that of its activation, and 0, where it starts. */
export const stateRange: RangeRule = (inputs, layer) => {
  const read = carriedActivation((layer as { cell?: Layer }).cell ?? layer);
  const image = read && imageOf(read, anyNumber(inputs, layer) as Interval, 1);
  return image && hull([[0, 0], image]);
};

/** The range of a Bidirectional, by the way in which it merges its two directions. */
export const bothDirectionsRange: RangeRule = (inputs, layer) => {
  const { forwardLayer, mergeMode } = layer as { forwardLayer?: Layer; mergeMode?: string | null };
  const one = forwardLayer && stateRange(inputs, forwardLayer);
  if (one === undefined) return undefined;
  if (mergeMode === 'sum') return sumOfInputs([one, one], layer);
  return mergeMode === 'mul' ? multiply(one, one) : one;
};

/** Computes the range of an activation on an interval of arguments; undefined if it is unknown. */
export function imageOf(read: LayerActivation | undefined, argument: Interval, units: number): Interval | undefined {
  if (read === undefined) return argument;
  if (read.activation) return imageOfFunction(read.activation, argument);
  const width = argument[1] - argument[0];
  // One argument at one end of the interval, and all others at the other.
  const share = (factor: number): number => (units === 1 ? 1 : 1 / (1 + (units - 1) * factor));
  const extremes: Interval = [share(Math.exp(width)), share(Math.exp(-width))];
  if (read.name === 'softmax') return extremes;
  return /^log_?softmax$/i.test(read.name) ? [Math.log(extremes[0]), Math.log(extremes[1])] : undefined;
}

function imageOfFunction({ f }: Activation, [low, high]: Interval): Interval {
  const [first, last] = [Math.max(low, -GRID_END), Math.min(high, GRID_END)];
  const count = Math.max(0, Math.ceil((last - first) / GRID_STEP));
  const inside = Array.from({ length: count + 1 }, (_, i) => first + (i * (last - first)) / Math.max(count, 1));
  const values = [...inside, Math.max(low, -FAR), Math.min(high, FAR)].map(f).filter((value) => !Number.isNaN(value));
  const limit = (value: number): number =>
    Math.abs(value) > UNBOUNDED ? Math.sign(value) * Number.POSITIVE_INFINITY : value;
  return [limit(Math.min(...values)), limit(Math.max(...values))];
}

function hull(inputs: readonly Interval[]): Interval {
  return [Math.min(...inputs.map(([low]) => low)), Math.max(...inputs.map(([, high]) => high))];
}

function multiply(a: Interval, b: Interval): Interval {
  // 0·∞ is 0 here: a factor that is always 0 leaves nothing.
  const products = a.flatMap((x) => b.map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return [Math.min(...products), Math.max(...products)];
}
