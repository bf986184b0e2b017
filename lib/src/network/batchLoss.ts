import { add, addN, mean, type Scalar, Tensor } from '@tensorflow/tfjs-core';
import { describe } from '../foundation/argument.js';
import { chooseLosses, type Losses, type OutputLoss } from './lossChoice.js';
import type { LossFunction, LossName } from './losses.js';
import type { ModelView } from './view/modelView.js';

/** The loss of a batch. It holds the targets of the batch. */
export interface ChosenLoss {
  /** Name of the loss, as it was given. The names of several losses are joined by `, `. */
  name: string;
  /** Kind of loss. Absent for losses that this library does not know. */
  kind?: LossName;
  from: OutputLoss['from'];
  of(outputs: readonly Tensor[]): Scalar;
}

/**
 * Chooses the losses of all outputs and adds them up, including the penalties of regularizers. The
 * targets must live as long as the loss is used.
 */
export function chooseLoss(view: ModelView, option: Losses | undefined, targets: readonly Tensor[]): ChosenLoss {
  const losses = chooseLosses(
    view,
    option,
    targets.map((target) => ({ shape: target.shape, data: target.dataSync() })),
  );
  for (const [i, loss] of losses.entries()) {
    if (!loss.isNamed) continue;
    const { shape } = view.model.outputs[i];
    checkShape(loss, targets[i], shape);
    if (loss.name) checkValues(loss.name, targets[i], shape);
  }
  const kinds = [...new Set(losses.map(({ name }) => name))];
  return {
    name: [...new Set(losses.map(({ spelling }) => spelling))].join(', '),
    ...(kinds.length === 1 && kinds[0] && { kind: kinds[0] }),
    from: losses[0].from,
    of: (outputs) => {
      const each = losses.map(({ loss }, i) => meanLoss(loss, targets[i], outputs[i]));
      return add(addN(each), regularizers(view)) as Scalar;
    },
  };
}

/**
 * Checks the shape of the targets, because tfjs would broadcast wrong targets instead of refusing
 * them.
 */
function checkShape({ spelling, from }: OutputLoss, { shape: given }: Tensor, shape: readonly (number | null)[]): void {
  const fits = (wanted: readonly (number | null)[]): boolean =>
    given.length === wanted.length && wanted.every((n, i) => i === 0 || n === null || n === given[i]);
  const before = shape.slice(0, -1);
  const takesLabels = spelling === 'crossEntropy' || spelling === 'sparseCategoricalCrossentropy';
  if (fits(shape) || (takesLabels && (fits(before) || fits([...before, 1])))) return;
  const wanted = ['batch', ...shape.slice(1)].join(', ');
  const needs = (name: string): string => `y has shape [${given.join(', ')}]; ${name} needs [${wanted}]`;
  if (takesLabels) throw new RangeError(`${needs(spelling)}, or class numbers as labels`);
  if (from !== 'output') throw new RangeError(needs(spelling));
  const taken = `${spelling}, the default because no loss was given,`;
  throw new RangeError(`${needs(taken)}. For class numbers as labels, set loss: 'crossEntropy'`);
}

function checkValues(kind: NonNullable<OutputLoss['name']>, y: Tensor, shape: readonly (number | null)[]): void {
  const classes = shape[shape.length - 1] as number;
  const rows = y.rank === shape.length && y.shape[y.rank - 1] === classes;
  checkTargets(kind, y.dataSync(), { rows, classes }, 'y');
}

function regularizers({ distinctLayers }: ModelView): Tensor | number {
  const penalties = distinctLayers.flatMap((layer) => layer.calculateLosses());
  return penalties.length > 0 ? addN(penalties) : 0;
}

/** Computes the mean loss of a batch by a loss function that may be the user's own. */
export function meanLoss(loss: LossFunction, y: Tensor, output: Tensor): Scalar {
  const value: unknown = loss(y, output);
  if (value instanceof Tensor) return mean(value);
  throw new TypeError(`the loss function returned ${describe(value)}; it must return a tensor`);
}

/**
 * Tolerance for sums of probabilities, which may be stored as float32 or rounded to three digits in
 * a file.
 */
const SUM_TOLERANCE = 0.01;

/**
 * Checks that the loss is defined for the targets: a cross entropy takes labels from 0 to classes −
 * 1 or rows of probabilities, and a binary cross entropy takes probabilities. Other targets would
 * silently give a meaningless number.
 *
 * @param rows whether each target is a row with one number for each class, and not the number of a
 * class
 * @throws RangeError that names the first invalid target
 */
export function checkTargets(
  loss: LossName,
  y: ArrayLike<number>,
  { rows, classes }: { rows: boolean; classes: number },
  where: string,
): void {
  if (loss === 'binaryCrossEntropy') checkProbabilities(loss, y, where);
  if (loss !== 'crossEntropy') return;
  if (classes === 1) {
    throw new RangeError(
      "loss is 'crossEntropy' but the model has 1 output; it needs one for each class: choose 'binaryCrossEntropy' or give the model more outputs",
    );
  }
  if (rows) checkDistributions(loss, y, classes, where);
  else checkLabels(y, classes, where);
}

function checkLabels(y: ArrayLike<number>, classes: number, where: string): void {
  for (let i = 0; i < y.length; i++) {
    if (Number.isInteger(y[i]) && y[i] >= 0 && y[i] < classes) continue;
    throw new RangeError(
      `${where} has the label ${y[i]} at index ${i}; labels for ${classes} outputs must be the integers 0 to ${classes - 1}`,
    );
  }
}

function checkProbabilities(loss: LossName, y: ArrayLike<number>, where: string): void {
  for (let i = 0; i < y.length; i++) {
    if (y[i] >= 0 && y[i] <= 1) continue;
    throw new RangeError(`${where} has ${y[i]} at index ${i}; targets of '${loss}' must be from 0 to 1`);
  }
}

function checkDistributions(loss: LossName, y: ArrayLike<number>, classes: number, where: string): void {
  checkProbabilities(loss, y, where);
  for (let row = 0; row * classes < y.length; row++) {
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += y[row * classes + i];
    if (Math.abs(sum - 1) <= SUM_TOLERANCE) continue;
    throw new RangeError(
      `${where} has a sum of ${sum} in row ${row}; rows for '${loss}' must be probabilities that sum to 1: rescale the row, or pass integer labels`,
    );
  }
}
