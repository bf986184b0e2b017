import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '#tfjs-core';
import type { LossFunction, OutputLoss } from './losses.js';

/** Quantity that a loss measures, however the loss is spelled. */
export type LossFamily =
  | 'crossEntropy'
  | 'binaryCrossEntropy'
  | 'squaredError'
  | 'absoluteError'
  | 'otherError'
  | 'hinge'
  | 'squaredHinge'
  | 'categoricalHinge';

/** Known facts about a loss. */
export interface LossFacts {
  readonly family: LossFamily;
  /** Meaning that the loss gives to the outputs of the model. */
  readonly reads: 'logits' | 'probabilities' | 'numbers';
  /** Whether a cross entropy divides the outputs by their sum, as tfjs's does. */
  readonly normalizes?: boolean;
  /** The labels of two classes that the loss is made for. */
  readonly labels?: readonly [number, number];
}

/** The loss of one output, as it is read here. */
export interface LossReading {
  /** Name of the loss as it was given or chosen. */
  spelling: string;
  /** Absent for a loss that is not recognized. */
  facts?: LossFacts;
  /** Computes the loss from targets and outputs. */
  function: LossFunction;
  /** Whether it is a function of the user's own. */
  isOwn: boolean;
}

interface KnownLoss {
  facts: LossFacts;
  /** Names that `compile` of tfjs knows. */
  names: readonly string[];
  /** Computes it, to recognize it; absent for a loss that is only known by name. */
  loss?: LossFunction;
}

const meanOf = (values: Tensor): Tensor => tf.mean(values);
const clipped = (p: Tensor): Tensor => tf.clipByValue(p, 1e-7, 1 - 1e-7);
const minusLog = (y: Tensor, p: Tensor): Tensor => tf.neg(tf.mean(tf.sum(tf.mul(y, tf.log(clipped(p))), -1)));
const hinge = (y: Tensor, output: Tensor): Tensor => tf.relu(tf.sub(1, tf.mul(y, output)));
const toSigns = (y: Tensor): Tensor => tf.sub(tf.mul(y, 2), 1);
const normalized = (p: Tensor): Tensor => tf.div(p, tf.sum(p, -1, true));
const rows = (y: Tensor, output: Tensor): Tensor =>
  y.size === output.size
    ? tf.reshape(y, output.shape)
    : tf.cast(
        tf.oneHot(tf.cast(tf.reshape(y, output.shape.slice(0, -1)), 'int32'), output.shape.at(-1) as number),
        'float32',
      );

const PROBABILITIES = { reads: 'probabilities' } as const;
const NUMBERS = { reads: 'numbers' } as const;

/**
 * Losses by what they compute. A function is recognized by its values, so that a loss that is
 * wrapped in a function of your own is read like the loss itself.
 */
const KNOWN: readonly KnownLoss[] = [
  {
    facts: { family: 'crossEntropy', reads: 'probabilities', normalizes: true },
    names: ['categoricalCrossentropy', 'sparseCategoricalCrossentropy'],
    loss: (y, output) => minusLog(rows(y, output), normalized(output)),
  },
  {
    facts: { family: 'crossEntropy', ...PROBABILITIES },
    names: [],
    loss: (y, output) => minusLog(rows(y, output), output),
  },
  {
    facts: { family: 'crossEntropy', reads: 'logits' },
    names: [],
    loss: (y, output) => minusLog(rows(y, output), tf.softmax(output)),
  },
  {
    facts: { family: 'binaryCrossEntropy', ...PROBABILITIES },
    names: ['binaryCrossentropy'],
    loss: (y, p) =>
      meanOf(tf.neg(tf.add(tf.mul(y, tf.log(clipped(p))), tf.mul(tf.sub(1, y), tf.log(clipped(tf.sub(1, p))))))),
  },
  {
    facts: { family: 'binaryCrossEntropy', reads: 'logits' },
    names: [],
    loss: (y, z) => meanOf(tf.sub(tf.softplus(z), tf.mul(y, z))),
  },
  {
    facts: { family: 'squaredError', ...NUMBERS },
    names: ['meanSquaredError', 'mse', 'MSE'],
    loss: (y, output) => meanOf(tf.square(tf.sub(y, output))),
  },
  {
    facts: { family: 'absoluteError', ...NUMBERS },
    names: ['meanAbsoluteError', 'mae', 'MAE'],
    loss: (y, output) => meanOf(tf.abs(tf.sub(y, output))),
  },
  { facts: { family: 'otherError', ...NUMBERS }, names: ['logcosh', 'meanAbsolutePercentageError', 'mape', 'MAPE'] },
  { facts: { family: 'otherError', ...NUMBERS }, names: [], loss: (y, output) => tf.losses.huberLoss(y, output) },
  {
    facts: { family: 'hinge', ...NUMBERS, labels: [-1, 1] },
    names: ['hinge'],
    loss: (y, output) => meanOf(hinge(y, output)),
  },
  {
    facts: { family: 'hinge', ...NUMBERS, labels: [0, 1] },
    names: [],
    loss: (y, output) => meanOf(hinge(toSigns(y), output)),
  },
  {
    facts: { family: 'squaredHinge', ...NUMBERS, labels: [-1, 1] },
    names: ['squaredHinge'],
    loss: (y, output) => meanOf(tf.square(hinge(y, output))),
  },
  {
    facts: { family: 'categoricalHinge', ...NUMBERS },
    names: ['categoricalHinge'],
    loss: (y, output) => {
      const right = tf.sum(tf.mul(y, output), -1);
      return meanOf(tf.relu(tf.add(tf.sub(tf.max(tf.mul(tf.sub(1, y), output), -1), right), 1)));
    },
  },
];

/** Samples that a function is tried on. */
const TRIED = 3;
/** Relative difference below which two losses are the same. */
const SAME = 1e-4;

/**
 * Reads the loss of an output: by its name, or, if it is a function, by what it computes for a few
 * made-up outputs.
 *
 * @param isProbability whether the output is read as a probability by the losses of this library,
 * which adapt to it
 */
export function readLoss(
  { spelling, isNamed, name, loss }: OutputLoss,
  isProbability: boolean,
  shapes: { target: readonly number[]; output: readonly (number | null)[] },
): LossReading {
  const common = { spelling, function: loss, isOwn: !isNamed && name === undefined };
  const known = KNOWN.find(({ names }) => isNamed && names.includes(spelling));
  if (known) return { ...common, facts: known.facts };
  // What is left of the named losses that have a kind are those of this library.
  if (isNamed && name) return { ...common, facts: ownFacts(name, isProbability) };
  const found = isNamed ? undefined : recognize(loss, shapes);
  return found ? { ...common, facts: found } : common;
}

function ownFacts(name: NonNullable<OutputLoss['name']>, isProbability: boolean): LossFacts {
  if (name === 'meanSquaredError') return { family: 'squaredError', ...NUMBERS };
  return { family: name, reads: isProbability ? 'probabilities' : 'logits' };
}

/**
 * Finds the known loss with the same values as a function; undefined if there is none, or if the
 * function cannot be called with such outputs.
 */
function recognize(
  loss: LossFunction,
  { target, output }: { target: readonly number[]; output: readonly (number | null)[] },
): LossFacts | undefined {
  const outputShape = [TRIED, ...output.slice(1).map((size) => size ?? 2)];
  const targetShape = [TRIED, ...target.slice(1)];
  const units = outputShape[outputShape.length - 1];
  const isRows = targetShape.length === outputShape.length && targetShape[targetShape.length - 1] === units;
  const size = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
  let facts: LossFacts | undefined;
  tf.tidy(() => {
    const valuesOf = (f: LossFunction): number[] =>
      [0, 1].map((shift) => {
        // Numbers between 0 and 1 whose rows do not sum to 1, and labels of both classes.
        const p = Float32Array.from(
          { length: size(outputShape) },
          (_, i) => 0.1 + 0.8 * (((i + 1 + shift) * 0.618) % 1),
        );
        const y = Float32Array.from({ length: size(targetShape) }, (_, i) =>
          labelAt(i, { units, isRows, isSoft: shift > 0 }),
        );
        const value = tf.mean(f(tf.tensor(y, targetShape), tf.tensor(p, outputShape)));
        return value.dataSync()[0];
      });
    try {
      const observed = valuesOf(loss);
      const isSame = (value: number, i: number): boolean =>
        Math.abs(value - observed[i]) < SAME * Math.abs(observed[i]);
      facts = KNOWN.find(({ loss: known }) => known && attempt(() => valuesOf(known))?.every(isSame))?.facts;
    } catch {
      facts = undefined;
    }
  });
  return facts;
}

function labelAt(i: number, { units, isRows, isSoft }: { units: number; isRows: boolean; isSoft: boolean }): number {
  if (!isRows) return i % Math.max(units, 2);
  // Labels between 0 and 1 tell losses apart that agree for 0 and 1.
  if (isSoft) return ((i + 1) * 0.37) % 1;
  return units === 1 ? i % 2 : Number(i % units === Math.floor(i / units) % units);
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
