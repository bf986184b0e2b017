import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { NumberArray } from '../../foundation/numberArray.js';
import { viewModel } from '../../network/view/modelView.js';
import { UsageError } from '../command.js';

/** Classes as they were read. */
export interface Classes {
  /** Of a table, places in `texts`; of an IDX file, what it has. */
  codes: ArrayLike<number>;
  /** What stands in the table, sorted. */
  texts: readonly string[] | undefined;
  /** The texts in the order of the outputs, if it was given. */
  order: readonly string[] | undefined;
  /** For messages: the file, and the column. */
  where: string;
}

export interface Targets {
  y: NumberArray;
  loss?: string;
}

/** Numbers to predict, one for each sample. */
export function numberTargets(model: LayersModel, y: NumberArray): Targets {
  const outputs = outputsOf(model);
  if (outputs === 1) return { y };
  throw new UsageError(
    `The model has ${outputs} outputs, and --target gives one number a sample. For classes give --label COLUMN.`,
  );
}

/**
 * Classes as the loss takes them: 0 and 1 for one output; for several a row with a 1 at the place of the class, or its number if the loss is sparse. A
 * linear output gives logits, if no loss is told.
 */
export function classTargets(model: LayersModel, classes: Classes, named: string | undefined): Targets {
  const outputs = outputsOf(model);
  const numbers = classNumbers(classes, Math.max(outputs, 2), outputs);
  const loss = named ?? (typeof model.loss === 'string' ? model.loss : undefined);
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
    `The model's output has shape ${shape.slice(1).join(' × ')} for a sample; this command takes models with one row of outputs. Call diagnose() of the library, which takes any.`,
  );
}

function isLinear(model: LayersModel): boolean {
  return (viewModel(model).outputs[0].activation?.name ?? 'linear') === 'linear';
}

/** For each sample the place of its output: texts in their order, whole numbers from 0 as they are. */
function classNumbers({ codes, texts, order, where }: Classes, count: number, outputs: number): number[] {
  const numbers = Array.from(codes);
  const has = `the model has ${outputs} output${outputs > 1 ? 's' : ''}`;
  if (texts === undefined) {
    const wrong = numbers.find((number) => !(Number.isInteger(number) && number >= 0 && number < count));
    if (wrong === undefined) return numbers;
    throw new UsageError(
      `${where} has the class ${wrong}; ${has}: classes are the whole numbers from 0 to ${count - 1}.`,
    );
  }
  const places = placesOf(texts, order, count);
  if (places) return numbers.map((number) => places[number]);
  throw new UsageError(
    `The classes in ${where} are ${shown(texts)}; ${order ? `--classes lists ${shown(order)}, and ` : ''}${has}: ${wanted(order, count)}`,
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

function wanted(order: readonly string[] | undefined, count: number): string {
  if (order) return `--classes must list ${count} texts, all that occur among them.`;
  return `they must be ${count} texts, or whole numbers from 0 to ${count - 1}. If some do not occur in the file, list all in the order of the outputs: --classes A,B,…`;
}

function shown(texts: readonly string[]): string {
  const first = texts.slice(0, 6).join(', ');
  return texts.length > 6 ? `${first} … (${texts.length})` : first;
}
