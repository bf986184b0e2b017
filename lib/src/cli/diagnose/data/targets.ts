import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NumberArray } from '../../../foundation/numberArray.js';
import { viewModel } from '../../../network/view/modelView.js';
import { UsageError } from '../../command.js';

/** Classes as they appear in the data file. */
export interface Classes {
  /** One code per sample: an index into `texts` for a table, the number in the file for IDX. */
  codes: ArrayLike<number>;
  /** Class names that occur in the table, sorted. */
  texts: readonly string[] | undefined;
  /** Class names in the order of the outputs, if the user gave this order. */
  order: readonly string[] | undefined;
  /** File and column, for messages. */
  where: string;
}

export interface Targets {
  y: NumberArray;
  loss?: string;
}

/** Makes targets from the numbers to predict, one per sample. */
export function numberTargets(model: LayersModel, y: NumberArray): Targets {
  const outputs = outputsOf(model);
  if (outputs === 1) return { y };
  throw new UsageError(
    `The model has ${outputs} outputs, but --target gives one number per sample. If the column holds classes, give --label COLUMN.`,
  );
}

/**
 * Makes targets in the form that the loss takes: 0 or 1 for one output; for several outputs a
 * one-hot row, or the class number if the loss is sparse. If no loss is named, a linear output is
 * treated as logits.
 */
export function classTargets(model: LayersModel, classes: Classes, lossName: string | undefined): Targets {
  const outputs = outputsOf(model);
  const numbers = classNumbers(classes, Math.max(outputs, 2), outputs);
  const loss = lossName ?? (typeof model.loss === 'string' ? model.loss : undefined);
  const chosen =
    loss === undefined && isLinear(model) ? { loss: outputs === 1 ? 'binaryCrossEntropy' : 'crossEntropy' } : {};
  if (outputs === 1 || loss === 'sparseCategoricalCrossentropy')
    return { y: { shape: [numbers.length, 1], data: Float32Array.from(numbers) }, ...chosen };
  const rows = new Float32Array(numbers.length * outputs);
  numbers.forEach((number, i) => {
    rows[i * outputs + number] = 1;
  });
  return { y: { shape: [numbers.length, outputs], data: rows }, ...chosen };
}

function outputsOf({ outputs: [{ shape }] }: LayersModel): number {
  const last = shape.at(-1);
  if (shape.length === 2 && typeof last === 'number') return last;
  throw new UsageError(
    `The model's output has shape ${shape.slice(1).join(' × ')} per sample; this command takes models with one row of outputs. For this model call diagnose() of the library.`,
  );
}

function isLinear(model: LayersModel): boolean {
  return (viewModel(model).outputs[0].activation?.name ?? 'linear') === 'linear';
}

/**
 * Finds the output that belongs to each sample: by the order of the class names, or by class
 * numbers, which start at 0.
 */
function classNumbers({ codes, texts, order, where }: Classes, count: number, outputs: number): number[] {
  const numbers = Array.from(codes);
  const has = `the model has ${outputs} output${outputs > 1 ? 's' : ''}`;
  if (texts === undefined) {
    const wrong = numbers.find((number) => !(Number.isInteger(number) && number >= 0 && number < count));
    if (wrong === undefined) return numbers;
    throw new UsageError(
      `${where} has the class ${wrong}; ${has}: classes must be the whole numbers from 0 to ${count - 1}.`,
    );
  }
  const places = placesOf(texts, order, count);
  if (places) return numbers.map((number) => places[number]);
  throw new UsageError(
    `The classes in ${where} are ${preview(texts)}; ${order ? `--classes lists ${preview(order)}, and ` : ''}${has}: ${describeClasses(order, count)}`,
  );
}

function placesOf(texts: readonly string[], order: readonly string[] | undefined, count: number): number[] | undefined {
  if (order) {
    const places = texts.map((text) => order.indexOf(text));
    return order.length === count && !places.includes(-1) ? places : undefined;
  }
  const numbers = texts.map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number >= 0 && number < count)) return numbers;
  return texts.length === count ? texts.map((_, place) => place) : undefined;
}

function describeClasses(order: readonly string[] | undefined, count: number): string {
  if (order) return `--classes must list ${count} class names, including all that occur in the file.`;
  return `they must be ${count} class names, or whole numbers from 0 to ${count - 1}. If some classes do not occur in the file, list all of them in the order of the outputs: --classes A,B,…`;
}

function preview(texts: readonly string[]): string {
  const first = texts.slice(0, 6).join(', ');
  return texts.length > 6 ? `${first} … (${texts.length})` : first;
}
