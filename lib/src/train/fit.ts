import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe } from '../foundation/argument.js';
import { product } from '../init/shape.js';
import { checkTargets } from '../network/batchLoss.js';
import type { Objective } from '../network/losses.js';
import type { Dataset } from './data/dataset.js';

type Shape = readonly (number | null)[];

/** Checks that the value is a model with one input and one output. */
export function checkModel(model: LayersModel): void {
  const [inputs, outputs] = [model?.inputs?.length, model?.outputs?.length];
  if (inputs === 1 && outputs === 1) return;
  const counts = inputs === undefined ? '' : ` with ${inputs} inputs and ${outputs} outputs`;
  throw new TypeError(`model is ${describe(model)}${counts}; it must be a model of tfjs with one input and one output`);
}

/**
 * Checks that data fit a model: the shape of the inputs, and the size and values of the targets.
 *
 * @throws RangeError that names what does not fit, and what would fit
 */
export function checkFit(model: LayersModel, { x, y }: Dataset, { name: loss }: Objective, where: string): void {
  const [takes, gives]: Shape[] = [model.inputs[0].shape, model.outputs[0].shape];
  if (x.shape.length !== takes.length || takes.some((n, axis) => axis > 0 && n !== null && n !== x.shape[axis])) {
    throw new RangeError(`${where}.x has shape ${text(x.shape)}; the model takes ${examples(takes)}`);
  }
  if (loss === undefined) return;
  const classes = gives[gives.length - 1] ?? Number.NaN;
  const { labels, rows } = kindsOf(y.shape, y.data.length, x.shape[0], gives);
  if (!rows && !(labels && loss === 'crossEntropy')) {
    const labelled = loss === 'crossEntropy' ? `, or labels ${examples(gives.slice(0, -1))}` : '';
    throw new RangeError(`${where}.y has shape ${text(y.shape)}; '${loss}' takes ${examples(gives)}${labelled}`);
  }
  checkTargets(loss, y.data, { rows, classes }, `${where}.y`);
}

/**
 * Decides whether there is a target for every output, or a label for every row of outputs. If the
 * model leaves a length open, the numbers of axes decide.
 */
function kindsOf(
  shape: readonly number[],
  size: number,
  count: number,
  gives: Shape,
): Record<'labels' | 'rows', boolean> {
  const classes = gives[gives.length - 1];
  if (gives.slice(1).includes(null)) {
    const rows = shape.length === gives.length && shape[shape.length - 1] === classes;
    return { rows, labels: !rows };
  }
  const outputs = count * product(gives.slice(1) as number[]);
  return { rows: size === outputs, labels: size * (classes as number) === outputs };
}

function examples([, ...rest]: Shape): string {
  return text(['examples', ...rest.map((n) => n ?? 'any')]);
}

function text(shape: readonly (number | string)[]): string {
  return `[${shape.join(', ')}]`;
}
