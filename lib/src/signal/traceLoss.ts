import { add, addN, mean, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { input, type LayersModel, model } from '@tensorflow/tfjs-layers';
import { describe } from '../argument.js';
import type { ModelGraph } from '../network/modelNodes.js';
import { activationName } from './tracePatches.js';
import type { TracedLoss } from './traceResult.js';

/** As tfjs's compile takes it. A function gives the loss of each sample, or their mean. */
export type Loss = string | ((yTrue: Tensor, yPred: Tensor) => Tensor);

/** One for all outputs, a list, or an object by the names of the output layers. */
export type Losses = Loss | readonly Loss[] | { readonly [output: string]: Loss };

export interface ChosenLoss extends Omit<TracedLoss, 'value'> {
  of(targets: readonly Tensor[], outputs: readonly Tensor[]): Scalar;
}

/** The loss that is given, or that the model was compiled with, or that suits the activation of its output. */
export function chooseLoss(
  traced: LayersModel,
  graph: ModelGraph,
  option: Losses | undefined,
  targets: readonly Tensor[],
): ChosenLoss {
  const compiled = traced.loss as Losses | undefined;
  const from = option !== undefined ? 'option' : compiled !== undefined ? 'model' : 'output';
  const given = option ?? compiled ?? graph.outputs.map(({ call }, i) => suitable(graph, call, targets[i]));
  const losses = perOutput(given, traced);
  const functions = losses.map((loss, i) => lossFunction(loss, targets[i], traced.outputs[i].shape));
  return {
    name: [...new Set(losses.map((loss) => (typeof loss === 'string' ? loss : loss.name || 'a function')))].join(', '),
    from,
    of: (truths, outputs) => {
      const each = functions.map((f, i) => mean(f(truths[i], outputs[i])));
      return add(addN(each), regularizers(graph)) as Scalar;
    },
  };
}

function suitable({ calls }: ModelGraph, call: number, { shape }: Tensor): string {
  const activation = activationName(calls[call].layer)?.toLowerCase();
  if (activation === 'sigmoid') return 'binaryCrossentropy';
  if (activation !== 'softmax') return 'meanSquaredError';
  return shape[shape.length - 1] === 1 ? 'sparseCategoricalCrossentropy' : 'categoricalCrossentropy';
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

function lossFunction(loss: Loss, target: Tensor, shape: readonly (number | null)[]): (a: Tensor, b: Tensor) => Tensor {
  if (typeof loss === 'function') return loss;
  if (loss !== 'sparseCategoricalCrossentropy') checkShape(loss, target, shape);
  return namedLoss(loss);
}

/** A model without layers is compiled, and so tfjs itself finds the loss. */
function namedLoss(loss: string): (a: Tensor, b: Tensor) => Tensor {
  const x = input({ shape: [1] });
  const probe = model({ inputs: x, outputs: x });
  try {
    probe.compile({ loss, optimizer: 'adam' });
    return probe.lossFunctions[0];
  } finally {
    probe.dispose();
  }
}

/** tfjs's losses would broadcast. */
function checkShape(loss: string, target: Tensor, shape: readonly (number | null)[]): void {
  const same = target.rank === shape.length && shape.every((n, i) => i === 0 || n === null || n === target.shape[i]);
  if (same) return;
  const hint = loss === 'categoricalCrossentropy' ? ' (for labels by number: sparseCategoricalCrossentropy)' : '';
  const wanted = ['batch', ...shape.slice(1)].join(', ');
  throw new RangeError(`y has shape [${target.shape.join(', ')}]; ${loss} needs [${wanted}]${hint}`);
}

function regularizers({ calls }: ModelGraph): Tensor | number {
  const penalties = [...new Set(calls.map(({ layer }) => layer))].flatMap((layer) => layer.calculateLosses());
  return penalties.length > 0 ? addN(penalties) : 0;
}
