import { add, addN, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { input, type LayersModel, model } from '@tensorflow/tfjs-layers';
import { describe } from '../../foundation/argument.js';
import { type LossFunction, type LossName, meanLoss, objectives } from '../../network/losses.js';
import { checkTargets } from '../../network/targets.js';
import type { ModelView } from '../../network/view/modelView.js';
import type { TracedLoss } from './result.js';

/** As `train` takes it, or one that tfjs's compile knows by name, as 'meanAbsoluteError'. */
export type Loss = LossName | (string & {}) | LossFunction;

/** One for all outputs, a list, or an object by the names of the output layers. */
export type Losses = Loss | readonly Loss[] | { readonly [output: string]: Loss };

export interface ChosenLoss extends Omit<TracedLoss, 'value'> {
  of(targets: readonly Tensor[], outputs: readonly Tensor[]): Scalar;
}

/** The loss that is given, or that the model was compiled with, or that suits the activation of its output. */
export function chooseLoss(view: ModelView, option: Losses | undefined, targets: readonly Tensor[]): ChosenLoss {
  const { model: traced, outputs: ends } = view;
  const compiled = traced.loss as Losses | undefined;
  const from = option !== undefined ? 'option' : compiled !== undefined ? 'model' : 'output';
  const given = option ?? compiled ?? ends.map(({ activation }) => suitable(activation?.name));
  const losses = perOutput(given, traced);
  const functions = losses.map((loss, i) => {
    if (typeof loss === 'function') return loss;
    const known = isLossName(loss) ? loss : undefined;
    const found = known ? objectives[known](ends[i].isProbability).loss : lossOfTfjs(loss);
    const { shape } = traced.outputs[i];
    checkShape(loss, from, targets[i], shape);
    if (known) checkValues(known, targets[i], shape);
    return found;
  });
  return {
    name: [...new Set(losses.map((loss) => (typeof loss === 'string' ? loss : loss.name || 'a function')))].join(', '),
    from,
    of: (truths, outputs) => {
      const each = functions.map((f, i) => meanLoss(f, truths[i], outputs[i]));
      return add(addN(each), regularizers(view)) as Scalar;
    },
  };
}

function suitable(activation = ''): LossName {
  if (/softmax/i.test(activation)) return 'crossEntropy';
  return activation === 'sigmoid' ? 'binaryCrossEntropy' : 'meanSquaredError';
}

function perOutput(losses: Losses, { outputs }: LayersModel): Loss[] {
  const names = outputs.map(({ sourceLayer }) => sourceLayer.name);
  if (typeof losses === 'string' || typeof losses === 'function') return names.map(() => losses);
  const list = Array.isArray(losses) ? losses : names.map((name) => (losses as { [name: string]: Loss })[name]);
  if (list.length === names.length && list.every((loss) => loss !== undefined)) return list;
  throw new RangeError(
    `loss is ${describe(losses)}; it must be one for all outputs, or one for each of ${names.join(', ')}`,
  );
}

/** A model without layers is compiled, and so tfjs itself finds the loss. */
function lossOfTfjs(loss: string): LossFunction {
  const x = input({ shape: [1] });
  const probe = model({ inputs: x, outputs: x });
  try {
    probe.compile({ loss, optimizer: 'adam' });
    return probe.lossFunctions[0];
  } catch (cause) {
    const allowed = Object.keys(objectives).join(', ');
    throw new RangeError(`loss is ${describe(loss)}; allowed: ${allowed}, and what compile of tfjs knows`, { cause });
  } finally {
    probe.dispose();
  }
}

/** tfjs would broadcast what does not fit. */
function checkShape(
  loss: string,
  from: TracedLoss['from'],
  { shape: given }: Tensor,
  shape: readonly (number | null)[],
): void {
  const fits = (wanted: readonly (number | null)[]): boolean =>
    given.length === wanted.length && wanted.every((n, i) => i === 0 || n === null || n === given[i]);
  const before = shape.slice(0, -1);
  const takesLabels = loss === 'crossEntropy' || loss === 'sparseCategoricalCrossentropy';
  if (fits(shape) || (takesLabels && (fits(before) || fits([...before, 1])))) return;
  const wanted = ['batch', ...shape.slice(1)].join(', ');
  const needs = (name: string): string => `y has shape [${given.join(', ')}]; ${name} needs [${wanted}]`;
  if (takesLabels) throw new RangeError(`${needs(loss)}, or labels by number`);
  if (from !== 'output') throw new RangeError(needs(loss));
  const taken = `${loss}, taken because no loss was given,`;
  throw new RangeError(`${needs(taken)}. For labels by number give loss: 'crossEntropy'`);
}

function checkValues(loss: LossName, y: Tensor, shape: readonly (number | null)[]): void {
  const classes = shape[shape.length - 1] as number;
  const rows = y.rank === shape.length && y.shape[y.rank - 1] === classes;
  checkTargets(loss, y.dataSync(), { rows, classes }, 'y');
}

function isLossName(name: string): name is LossName {
  return Object.hasOwn(objectives, name);
}

function regularizers({ distinctLayers }: ModelView): Tensor | number {
  const penalties = distinctLayers.flatMap((layer) => layer.calculateLosses());
  return penalties.length > 0 ? addN(penalties) : 0;
}
