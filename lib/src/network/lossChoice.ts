import { losses as coreLosses } from '@tensorflow/tfjs-core';
import { model as functionalModel, input, type LayersModel, metrics } from '@tensorflow/tfjs-layers';
import { describe } from '../foundation/argument.js';
import { type LossFunction, type LossName, type Objective, objectives } from './losses.js';
import type { ModelOutput, ModelView } from './view/modelView.js';

/**
 * A loss: a name that this library or tfjs's `compile` knows, such as 'meanAbsoluteError', or a
 * function.
 */
export type Loss = LossName | (string & {}) | LossFunction;

/** One loss for all outputs, a list, or an object with the names of the output layers as keys. */
export type Losses = Loss | readonly Loss[] | { readonly [output: string]: Loss };

/**
 * The loss of one output. Its `name` is the kind of loss, whatever alias was given. Absent if the
 * library does not know the loss.
 */
export interface OutputLoss extends Objective {
  /** Name of the loss as it was given or chosen. */
  spelling: string;
  /**
   * Source of the choice: the option, the compiled model, or the default for the output and its
   * targets.
   */
  from: 'option' | 'model' | 'output';
  /** Whether the loss was given by name, which fixes the shape of the targets. */
  isNamed: boolean;
}

/** The targets of one output. */
export interface Targets {
  readonly shape: readonly number[];
  /** Row-major numbers. */
  readonly data: ArrayLike<number>;
  /** Whether the numbers were given as integers, so that they can be labels. */
  readonly isInteger?: boolean;
}

/** Names of losses that this library computes itself, from logits or from probabilities. */
const OWN: Readonly<Record<string, LossName>> = {
  crossEntropy: 'crossEntropy',
  binaryCrossEntropy: 'binaryCrossEntropy',
  meanSquaredError: 'meanSquaredError',
  mse: 'meanSquaredError',
  MSE: 'meanSquaredError',
};

/** The kind of loss for each name and function of tfjs. */
const TFJS = new Map<unknown, LossName>([
  ['categoricalCrossentropy', 'crossEntropy'],
  ['sparseCategoricalCrossentropy', 'crossEntropy'],
  ['binaryCrossentropy', 'binaryCrossEntropy'],
  [coreLosses.softmaxCrossEntropy, 'crossEntropy'],
  [coreLosses.sigmoidCrossEntropy, 'binaryCrossEntropy'],
  [coreLosses.meanSquaredError, 'meanSquaredError'],
  [metrics.categoricalCrossentropy, 'crossEntropy'],
  [metrics.binaryCrossentropy, 'binaryCrossEntropy'],
  [metrics.meanSquaredError, 'meanSquaredError'],
]);

/**
 * Chooses the loss of each output: the option, or else the loss that the model was compiled with,
 * or else the default, which depends only on the activation of the output and on its targets.
 *
 * | output | targets | default |
 * |---|---|---|
 * | softmax, logSoftmax | any | `crossEntropy` |
 * | sigmoid, hardSigmoid | any | `binaryCrossEntropy` |
 * | several other units | labels by number, or rows with a single 1 | `crossEntropy` |
 * | other | numbers | `meanSquaredError` |
 *
 * @throws RangeError for an unknown name, a list of the wrong length, or integer targets of a
 * single unit that is neither a sigmoid nor a softmax, because they could be classes or numbers
 */
export function chooseLosses(
  { model, outputs }: ModelView,
  option: Losses | undefined,
  targets: readonly Targets[],
): OutputLoss[] {
  const compiled = model.loss as Losses | undefined;
  const given = option ?? compiled;
  const from = option !== undefined ? 'option' : compiled !== undefined ? 'model' : 'output';
  const losses =
    given === undefined
      ? outputs.map((output, i) => chooseDefault(output, model.outputs[i].shape, targets[i]))
      : spreadOverOutputs(given, model);
  return losses.map((loss, i) => ({ ...resolveLoss(loss, outputs[i]), from }));
}

function resolveLoss(loss: Loss, { isProbability }: ModelOutput): Omit<OutputLoss, 'from'> {
  if (typeof loss === 'function') {
    const kind = TFJS.get(loss);
    const known = kind && { ...objectives[kind](isProbability), name: kind };
    return { ...known, spelling: loss.name || 'a function', isNamed: false, loss };
  }
  const own = Object.hasOwn(OWN, loss) ? OWN[loss] : undefined;
  if (own) return { ...objectives[own](isProbability), spelling: loss, isNamed: true };
  const kind = TFJS.get(loss);
  return { ...(kind && objectives[kind](isProbability)), spelling: loss, isNamed: true, loss: findLossOfTfjs(loss) };
}

function chooseDefault({ activation }: ModelOutput, shape: readonly (number | null)[], targets: Targets): LossName {
  const name = activation?.name ?? 'linear';
  if (/softmax/i.test(name)) return 'crossEntropy';
  if (/sigmoid/i.test(name)) return 'binaryCrossEntropy';
  const units = shape[shape.length - 1] ?? Number.NaN;
  if (units > 1) return isLabels(targets, shape) || isOneHot(targets, shape) ? 'crossEntropy' : 'meanSquaredError';
  if (!targets.isInteger) return 'meanSquaredError';
  throw new RangeError(
    `no loss is given, and integer targets of one ${name} output can be classes or numbers; set loss: 'binaryCrossEntropy' for two classes or loss: 'meanSquaredError' for numbers`,
  );
}

/** Checks whether the targets are one whole number for each position of the output. */
function isLabels({ shape, data }: Targets, output: readonly (number | null)[]): boolean {
  const places = output.slice(1, -1);
  const rest = shape.slice(1);
  const fits =
    (rest.length === places.length || (rest.length === places.length + 1 && rest[rest.length - 1] === 1)) &&
    places.every((size, axis) => size === null || size === rest[axis]);
  return fits && every(data, Number.isInteger);
}

/** Checks whether the targets are rows of zeros with a single 1. */
function isOneHot({ shape, data }: Targets, output: readonly (number | null)[]): boolean {
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
    throw new TypeError(`loss is ${describe(losses)}; it must be a name or a function (targets, output) => tensor`);
  }
  const list = Array.isArray(losses) ? losses : names.map((name) => (losses as { [name: string]: Loss })[name]);
  if (list.length === names.length && list.every((loss) => loss !== undefined)) return list;
  throw new RangeError(
    `loss is ${describe(losses)}; it must be one loss for all outputs, or one for each of ${names.join(', ')}`,
  );
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
    throw new RangeError(`loss is ${describe(loss)}; allowed: ${allowed}, and the names that compile of tfjs knows`, {
      cause,
    });
  } finally {
    probe.dispose();
  }
}
