import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NumberArray } from '../../../foundation/numberArray.js';
import type { ImportedInput } from '../../../model/imported/importedModel.js';
import { loadCsv } from '../../../train/data/loadCsv.js';
import { parseIdx } from '../../../train/data/parseIdx.js';
import { isNpy, parseNpy } from '../../../train/data/parseNpy.js';
import { readContent } from '../../../train/data/readContent.js';
import { UsageError } from '../../command.js';
import type { Arguments, DataSource } from '../arguments.js';
import type { SavedModel } from '../savedModel.js';
import { inModelOrder } from './inModelOrder.js';
import { scaled } from './inputScale.js';
import { inTermsOfCommand } from './inTermsOfCommand.js';
import { modelInputs } from './modelInputs.js';
import { arrayFiles, namesOf, readArrays } from './readArrays.js';
import { type Classes, classTargets, numberTargets, type Targets } from './targets.js';

/** Data in the forms that `diagnose` takes, and the loss that they need if none was given. */
export interface ReadData {
  x: NumberArray | NumberArray[];
  y: NumberArray | NumberArray[];
  loss?: string;
}

/**
 * Reads inputs and targets in the shapes that the model takes, and chooses a loss if none was
 * given.
 */
export function readData({ model, imported }: SavedModel, given: Arguments): ReadData {
  const { source } = given;
  const axes = imported?.inputs.map((input) => input.axes) ?? [];
  if (source.kind === 'arrays') return readArrays(model, arrayFiles(model, source), given, axes);
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new UsageError(
      `The model has ${count(model.inputs, 'input')} and ${count(model.outputs, 'output')}. Give a file for each instead of --data: ` +
        `${[...namesOf(model.inputs).map((name) => `--x ${name}=FILE`), ...namesOf(model.outputs).map((name) => `--y ${name}=FILE`)].join(' ')}`,
    );
  }
  return readLabelled(model, given, source, axes[0]);
}

function readLabelled(
  model: LayersModel,
  given: Arguments,
  source: DataSource,
  axes: ImportedInput['axes'],
): { x: NumberArray } & Targets {
  const inputs = (x: NumberArray, where: string): NumberArray => {
    const turned = inModelOrder(x, model.inputs[0].shape.slice(1), axes);
    return scaled(modelInputs(model.inputs[0], turned, where), turned, given.inputs);
  };
  const { loss } = given.options;
  const lossName = typeof loss === 'string' ? loss : undefined;
  if (source.kind === 'target') {
    const { x, where, y } = readTable(given, source, { target: source.column });
    return { x: inputs(x, where), ...numberTargets(model, y) };
  }
  const { x, where, classes } =
    source.kind === 'labels' ? readLabels(source.data, source.file) : readClasses(given, source);
  return { x: inputs(x, where), ...classTargets(model, classes, lossName) };
}

function count({ length }: readonly unknown[], what: string): string {
  return `${length} ${what}${length === 1 ? '' : 's'}`;
}

/** Inputs, with their source for messages. */
interface Inputs {
  x: NumberArray;
  where: string;
}

function readTable(
  { features, missing }: Arguments,
  { data }: DataSource,
  column: { label: string } | { target: string },
): Inputs & { y: NumberArray; texts: string[] } {
  const options = { ...column, missing, ...(features && { features }) };
  const target = 'target' in column ? column.target : undefined;
  const {
    x,
    y,
    features: names,
    classes: texts = [],
  } = inTermsOfCommand(() => loadCsv(data, options), undefined, target);
  return { x, y, texts, where: `${data}, with the columns ${names.join(', ')} (choose them with --features),` };
}

function readClasses(given: Arguments, source: DataSource & { kind: 'label' }): Inputs & { classes: Classes } {
  const { column, classes: order, data } = source;
  const { x, where, y, texts } = readTable(given, source, { label: column });
  return { x, where, classes: { codes: y.data, texts, order, where: `column ${column} of ${data}` } };
}

/** Reads an array of inputs and one of classes, each as NumPy or as MNIST's files write it. */
function readLabels(images: string, labels: string): Inputs & { classes: Classes } {
  const read = (file: string): NumberArray => {
    const bytes = readContent(file);
    return isNpy(bytes) ? parseNpy(bytes, file) : parseIdx(bytes, file);
  };
  const [x, y] = inTermsOfCommand(() => [read(images), read(labels)]);
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
