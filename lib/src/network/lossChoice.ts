import type { LayersModel } from '@tensorflow/tfjs-layers';
import { losses as coreLosses } from '#tfjs-core';
import { model as functionalModel, input, metrics } from '#tfjs-layers';
import { describe } from '../foundation/argument.js';
import { isInteger, type NumberArray } from '../foundation/numberArray.js';
import { DataRangeError, DataTypeError } from './dataErrors.js';
import { type LossFunction, type LossName, type OutputLoss, objectives } from './losses.js';
import { checkTargets } from './targetChecks.js';
import type { ModelOutput, ModelView } from './view/modelView.js';

/**
 * A loss: a name that this library or tfjs's `compile` knows, such as 'meanAbsoluteError', or a
 * function.
 */
export type Loss = LossName | (string & {}) | LossFunction;

/** One loss for all outputs, a list, or an object with the names of the output layers as keys. */
export type Losses = Loss | readonly Loss[] | { readonly [output: string]: Loss };

/** Names of losses that this library computes itself, from logits or from probabilities. */
const OWN: Readonly<Record<string, LossName>> = {
  crossEntropy: 'crossEntropy',
  binaryCrossEntropy: 'binaryCrossEntropy',
  meanSquaredError: 'meanSquaredError',
  mse: 'meanSquaredError',
  MSE: 'meanSquaredError',
};

/** The kinds of losses that only tfjs computes, keyed by the names that its `compile` takes. */
const NAMES_OF_TFJS = new Map<string, LossName>([
  ['categoricalCrossentropy', 'crossEntropy'],
  ['sparseCategoricalCrossentropy', 'crossEntropy'],
  ['binaryCrossentropy', 'binaryCrossEntropy'],
]);

/** Finds the kind of a loss if it is one of the functions of tfjs. */
function kindOfFunction(loss: LossFunction): LossName | undefined {
  switch (loss as unknown) {
    case coreLosses.softmaxCrossEntropy:
    case metrics.categoricalCrossentropy:
      return 'crossEntropy';
    case coreLosses.sigmoidCrossEntropy:
    case metrics.binaryCrossentropy:
      return 'binaryCrossEntropy';
    case coreLosses.meanSquaredError:
    case metrics.meanSquaredError:
      return 'meanSquaredError';
    default:
      return undefined;
  }
}

/**
 * Chooses the loss of each output, and checks that its targets suit it. `trace`, `diagnose`,
 * `train` and `evaluate` all choose here, from the targets as the user gave them. The loss is the
 * option, or else the loss that the model was compiled with, or else the default, which depends
 * only on the activation of the output and on its targets.
 *
 * | output | targets | default |
 * |---|---|---|
 * | softmax, logSoftmax | any | `crossEntropy` |
 * | sigmoid, hardSigmoid | any | `binaryCrossEntropy` |
 * | several other units | labels by number, or rows with a single 1 | `crossEntropy` |
 * | several other units | other numbers | `meanSquaredError` |
 * | one other unit | numbers of a floating-point type | `meanSquaredError` |
 * | one other unit | integers, which could be classes or numbers | none: an error asks for the loss |
 *
 * Targets are integers if their type says so: an Int32Array or a Uint8Array, or a tensor of type
 * int32 or bool. The elements of plain arrays are not integers, even if all of them are whole
 * numbers, as in `tensor` of tfjs.
 *
 * @param targets the numbers of each output
 * @param what the name of the targets in messages
 * @throws DataRangeError for an unknown name, a list of the wrong length, integer targets of a
 * single unit without a loss, or targets on which the loss is not defined
 */
export function chooseLosses(
  view: ModelView,
  option: Losses | undefined,
  targets: readonly NumberArray[],
  what = 'y',
): OutputLoss[] {
  const losses = pickLosses(view, option, targets, what);
  checkLosses(view, losses, targets, what);
  return losses;
}

/**
 * Checks that the loss of each output is defined on its targets.
 *
 * @throws the errors of {@link chooseLosses} about targets
 */
export function checkLosses(
  { model }: ModelView,
  losses: readonly OutputLoss[],
  targets: readonly NumberArray[],
  what = 'y',
): void {
  const names = outputNames(model, what);
  for (const [i, loss] of losses.entries()) checkTargets(loss, targets[i], model.outputs[i].shape, names[i]);
}

/**
 * Chooses the loss of each output like {@link chooseLosses}, even if it is not defined on its
 * targets.
 */
export function pickLosses(
  { model, outputs }: ModelView,
  option: Losses | undefined,
  targets: readonly NumberArray[],
  what = 'y',
): OutputLoss[] {
  const compiled = model.loss as Losses | undefined;
  const given = option ?? compiled;
  const from = option !== undefined ? 'option' : compiled !== undefined ? 'model' : 'output';
  const names = outputNames(model, what);
  const losses =
    given === undefined
      ? outputs.map((output, i) => chooseDefault(output, model.outputs[i].shape, targets[i], names[i]))
      : spreadOverOutputs(given, model);
  return losses.map((loss, i) => ({ ...resolveLoss(loss, outputs[i]), from }));
}

/** Names the targets of each output, if there are several. */
function outputNames({ outputs }: LayersModel, what: string): string[] {
  if (outputs.length === 1) return [what];
  return outputs.map(({ sourceLayer }) => `${what} of output ${describe(sourceLayer.name)}`);
}

function resolveLoss(loss: Loss, { isProbability }: ModelOutput): Omit<OutputLoss, 'from'> {
  if (typeof loss === 'function') {
    const kind = kindOfFunction(loss);
    const known = kind && { ...objectives[kind](isProbability), name: kind, isSoftmaxLoss: false };
    return { ...known, spelling: loss.name || 'a function', isNamed: false, loss };
  }
  const own = Object.hasOwn(OWN, loss) ? OWN[loss] : undefined;
  if (own) return { ...objectives[own](isProbability), spelling: loss, isNamed: true };
  const kind = NAMES_OF_TFJS.get(loss);
  const known = kind && { ...objectives[kind](isProbability), isSoftmaxLoss: false };
  return { ...known, spelling: loss, isNamed: true, loss: findLossOfTfjs(loss) };
}

function chooseDefault(
  { activation }: ModelOutput,
  shape: readonly (number | null)[],
  targets: NumberArray,
  argument: string,
): LossName {
  const name = activation?.name ?? 'linear';
  if (/softmax/i.test(name)) return 'crossEntropy';
  if (/sigmoid/i.test(name)) return 'binaryCrossEntropy';
  const units = shape[shape.length - 1] ?? Number.NaN;
  if (units > 1) return isLabels(targets, shape) || isOneHot(targets, shape) ? 'crossEntropy' : 'meanSquaredError';
  if (!isInteger(targets)) return 'meanSquaredError';
  const problem = `has integers for one ${name} output, which can be classes or numbers, and no loss is given; set loss: 'binaryCrossEntropy' for two classes or loss: 'meanSquaredError' for numbers`;
  throw new DataRangeError({ code: 'ambiguous', argument, problem });
}

/** Checks whether the targets are one whole number for each position of the output. */
function isLabels({ shape, data }: NumberArray, output: readonly (number | null)[]): boolean {
  const places = output.slice(1, -1);
  const rest = shape.slice(1);
  const fits =
    (rest.length === places.length || (rest.length === places.length + 1 && rest[rest.length - 1] === 1)) &&
    places.every((size, axis) => size === null || size === rest[axis]);
  return fits && every(data, Number.isInteger);
}

/** Checks whether the targets are rows of zeros with a single 1. */
function isOneHot({ shape, data }: NumberArray, output: readonly (number | null)[]): boolean {
  const units = output[output.length - 1] as number;
  if (shape.length !== output.length || shape[shape.length - 1] !== units) return false;
  if (!every(data, (value) => value === 0 || value === 1)) return false;
  for (let row = 0; row < data.length; row += units) {
    let ones = 0;
    for (let i = 0; i < units; i++) ones += data[row + i];
    if (ones !== 1) return false;
  }
  return true;
}

/** Checks a condition for all values. A plain loop is fast enough for millions of targets. */
function every(values: ArrayLike<number>, holds: (value: number) => boolean): boolean {
  for (let i = 0; i < values.length; i++) if (!holds(values[i])) return false;
  return true;
}

function spreadOverOutputs(losses: Losses, { outputs }: LayersModel): Loss[] {
  const names = outputs.map(({ sourceLayer }) => sourceLayer.name);
  if (typeof losses === 'string' || typeof losses === 'function') return names.map(() => losses);
  if (losses === null || typeof losses !== 'object') {
    const problem = `is ${describe(losses)}; it must be a name or a function (targets, output) => tensor`;
    throw new DataTypeError({ code: 'unknownLoss', argument: 'loss', problem });
  }
  const list = Array.isArray(losses) ? losses : names.map((name) => (losses as { [name: string]: Loss })[name]);
  if (list.length === names.length && list.every((loss) => loss !== undefined)) return list;
  const problem = `is ${describe(losses)}; it must be one loss for all outputs, or one for each of ${names.join(', ')}`;
  throw new DataRangeError({ code: 'wrongCount', argument: 'loss', problem });
}

/** Looks up a loss by compiling a model without layers, because tfjs does not export its table. */
function findLossOfTfjs(loss: string): LossFunction {
  const x = input({ shape: [1] });
  const probe = functionalModel({ inputs: x, outputs: x });
  try {
    probe.compile({ loss, optimizer: 'adam' });
    return probe.lossFunctions[0];
  } catch (cause) {
    const allowed = Object.keys(objectives).join(', ');
    const problem = `is ${describe(loss)}; allowed: ${allowed}, and the names that compile of tfjs knows`;
    throw new DataRangeError({ code: 'unknownLoss', argument: 'loss', problem }, { cause });
  } finally {
    probe.dispose();
  }
}
