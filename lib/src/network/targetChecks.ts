import type { NumberArray } from '../foundation/numberArray.js';
import { type DataFaultCode, DataRangeError } from './dataErrors.js';
import type { LossName, OutputLoss } from './losses.js';

type Shape = readonly (number | null)[];

/**
 * Tolerance for sums of probabilities, which may be stored as float32 or rounded to three digits in
 * a file.
 */
const SUM_TOLERANCE = 0.01;

/** Names of losses that take class numbers. The first one also takes rows of probabilities. */
const LABEL_LOSSES = ['crossEntropy', 'sparseCategoricalCrossentropy'];

/**
 * Checks that the loss of an output is defined for its targets, because tfjs would broadcast
 * targets of another shape, and compute a meaningless number from other values. A loss function of
 * the user's own is not checked.
 *
 * @param output shape of the output, in which null stands for any size
 * @param what name of the targets in messages
 * @throws DataRangeError that says what does not fit, and what would fit
 */
export function checkTargets(loss: OutputLoss, { shape, data }: NumberArray, output: Shape, what: string): void {
  if (!loss.isNamed && loss.name === undefined) return;
  const classes = output[output.length - 1] ?? Number.NaN;
  if (loss.name === 'crossEntropy' && classes === 1) {
    const problem = `is '${spellingOf(loss)}', which needs an output for each class, but the model has 1 output: choose 'binaryCrossEntropy' or give the model more outputs`;
    throw new DataRangeError({ code: 'unsuitableLoss', argument: 'loss', problem });
  }
  const form = formOf(loss, shape, output);
  if (form === undefined) throw fault('wrongShape', what, wrongShape(loss, shape, output));
  if (loss.name === 'binaryCrossEntropy') checkProbabilities(loss.name, data, what);
  else if (form === 'labels') checkLabels(data, classes, what);
  else if (loss.name === 'crossEntropy') checkDistributions(loss.name, data, classes, what);
}

/**
 * Decides whether the targets have a number for each output (rows), or a class number for each row
 * of outputs (labels). Returns undefined if the loss takes neither.
 */
function formOf(loss: OutputLoss, shape: Shape, output: Shape): 'rows' | 'labels' | undefined {
  const takesLabels = loss.isNamed && LABEL_LOSSES.includes(loss.spelling);
  const places = output.slice(0, -1);
  if (takesLabels && (fits(shape, places) || fits(shape, [...places, 1]))) return 'labels';
  const takesRows = !takesLabels || loss.spelling === LABEL_LOSSES[0];
  return takesRows && fits(shape, output) ? 'rows' : undefined;
}

function fits(shape: Shape, wanted: Shape): boolean {
  return shape.length === wanted.length && wanted.every((n, axis) => axis === 0 || n === null || n === shape[axis]);
}

function wrongShape(loss: OutputLoss, shape: Shape, output: Shape): string {
  const has = `has shape [${shape.join(', ')}]; ${spellingOf(loss)}`;
  const rows = textOf(output);
  const labels = textOf(output.slice(0, -1));
  if (loss.isNamed && loss.spelling === LABEL_LOSSES[1]) return `${has} needs class numbers of shape ${labels}`;
  if (loss.isNamed && loss.spelling === LABEL_LOSSES[0])
    return `${has} needs rows of probabilities of shape ${rows}, or class numbers of shape ${labels}`;
  if (loss.from !== 'output') return `${has} needs ${rows}`;
  return `${has}, the default because no loss was given, needs ${rows}. For class numbers as labels, set loss: 'crossEntropy'`;
}

function spellingOf({ isNamed, spelling, name }: OutputLoss): string {
  return isNamed || name === undefined ? spelling : name;
}

function textOf([, ...rest]: Shape): string {
  return `[${['batch', ...rest.map((n) => n ?? 'any')].join(', ')}]`;
}

function checkLabels(y: ArrayLike<number>, classes: number, what: string): void {
  for (let i = 0; i < y.length; i++) {
    if (Number.isInteger(y[i]) && y[i] >= 0 && y[i] < classes) continue;
    const allowed = `labels for ${classes} outputs must be the integers 0 to ${classes - 1}`;
    throw fault('notClass', what, `has the label ${rounded(y[i])} at index ${i}; ${allowed}`, i);
  }
}

function checkProbabilities(loss: LossName, y: ArrayLike<number>, what: string): void {
  for (let i = 0; i < y.length; i++) {
    if (y[i] >= 0 && y[i] <= 1) continue;
    throw fault(
      'notProbability',
      what,
      `has ${rounded(y[i])} at index ${i}; targets of '${loss}' must be from 0 to 1`,
      i,
    );
  }
}

function checkDistributions(loss: LossName, y: ArrayLike<number>, classes: number, what: string): void {
  checkProbabilities(loss, y, what);
  for (let row = 0; row * classes < y.length; row++) {
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += y[row * classes + i];
    if (Math.abs(sum - 1) <= SUM_TOLERANCE) continue;
    const problem = `has a sum of ${rounded(sum)} in row ${row}; rows for '${loss}' must be probabilities that sum to 1: rescale the row, or pass integer labels`;
    throw fault('notDistribution', what, problem, row * classes);
  }
}

/** Writes a number to the digits that float32 has, as the user wrote it. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(7));
}

function fault(code: DataFaultCode, argument: string, problem: string, index?: number): DataRangeError {
  return new DataRangeError({ code, argument, problem, ...(index !== undefined && { index }) });
}
