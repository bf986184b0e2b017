import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NumberArray } from '../../foundation/numberArray.js';
import { DataError, type DataErrorCode, dataMessage } from '../../train/data/dataError.js';
import { loadCsv } from '../../train/data/loadCsv.js';
import { loadIdx } from '../../train/data/loadIdx.js';
import { UsageError } from '../command.js';
import type { Arguments } from './arguments.js';
import { modelInputs } from './modelInputs.js';
import { standardize } from './standardize.js';
import { type Classes, classTargets, numberTargets, type Targets } from './targets.js';

/**
 * Reads inputs and targets in the shapes that the model takes, and chooses a loss if none was
 * given.
 */
export function readData(model: LayersModel, given: Arguments): { x: NumberArray } & Targets {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new UsageError(
      `The model has ${count(model.inputs, 'input')} and ${count(model.outputs, 'output')}; this command takes models with one of each. For this model call diagnose() of the library.`,
    );
  }
  const { target } = given;
  const { loss } = given.options;
  const lossName = typeof loss === 'string' ? loss : undefined;
  if (target.kind === 'target') {
    const { x, where, y } = readTable(given, { target: target.column });
    return { x: inputs(model, x, where, given), ...numberTargets(model, y) };
  }
  const { x, where, classes } =
    target.kind === 'labels' ? readIdx(given.data, target.file) : readClasses(given, target);
  return { x: inputs(model, x, where, given), ...classTargets(model, classes, lossName) };
}

function count({ length }: readonly unknown[], what: string): string {
  return `${length} ${what}${length === 1 ? '' : 's'}`;
}

function inputs(model: LayersModel, x: NumberArray, where: string, { inputs }: Arguments): NumberArray {
  const { shape, data } = modelInputs(model, x, where);
  if (inputs === 'standardize') return { shape, data: standardize(x) };
  return { shape, data: Float32Array.from(data, (value) => inputs.scale * value) };
}

/** Inputs, with their source for messages. */
interface Inputs {
  x: NumberArray;
  where: string;
}

function readTable(
  { data, features, missing }: Arguments,
  column: { label: string } | { target: string },
): Inputs & { y: NumberArray; texts: string[] } {
  const options = { ...column, missing, ...(features && { features }) };
  const target = 'target' in column ? column.target : undefined;
  const { x, y, features: names, classes: texts = [] } = inCommandTerms(() => loadCsv(data, options), target);
  return { x, y, texts, where: `${data}, with the columns ${names.join(', ')} (choose them with --features),` };
}

function readClasses(
  given: Arguments,
  { column, classes: order }: { column: string; classes: string[] | undefined },
): Inputs & { classes: Classes } {
  const { x, where, y, texts } = readTable(given, { label: column });
  return { x, where, classes: { codes: y.data, texts, order, where: `column ${column} of ${given.data}` } };
}

function readIdx(images: string, labels: string): Inputs & { classes: Classes } {
  const [x, y] = inCommandTerms(() => [loadIdx(images), loadIdx(labels)]);
  if (y.shape.length !== 1)
    throw new UsageError(
      `${labels} has shape ${y.shape.join(' × ')}; a file of classes must have one number per sample.`,
    );
  if (x.shape[0] !== y.shape[0])
    throw new UsageError(
      `${images} has ${x.shape[0]} samples and ${labels} has ${y.shape[0]}; they must have the same number.`,
    );
  return { x, where: images, classes: { codes: y.data, texts: undefined, order: undefined, where: labels } };
}

/**
 * Advice in terms of the command line, for errors whose advice in the library names options of
 * functions.
 */
const ADVICE: Partial<Record<DataErrorCode, string>> = {
  missing: 'Pass --missing drop to leave such lines out, or --missing mean to fill in inputs.',
  notNumber: 'Choose the columns of numbers with --features.',
  notUtf8: 'Save a table as text in UTF-8. For an IDX file, give --labels FILE.',
  targetInFeatures: 'Leave it out of --features.',
  notIdx: 'For a table, give --label COLUMN or --target COLUMN.',
};

/** Rewrites errors in data in terms of the command line. `target` is the column of --target. */
function inCommandTerms<T>(read: () => T, target?: string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { file, problem, line, column, advice, code } = error;
    const isTarget = code === 'notNumber' && column === target;
    const told = isTarget ? 'If it holds classes, give --label COLUMN instead of --target.' : (ADVICE[code] ?? advice);
    throw new UsageError(dataMessage({ file, problem, line, column, advice: told }), {
      cause: error,
    });
  }
}
