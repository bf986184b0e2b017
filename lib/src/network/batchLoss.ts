import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { add, addN, mean, Tensor as TensorClass, tensor, tidy } from '#tfjs-core';
import { describe } from '../foundation/argument.js';
import type { NumberArray } from '../foundation/numberArray.js';
import { DataTypeError } from './dataErrors.js';
import type { LossFunction, LossName, OutputLoss } from './losses.js';
import { penaltiesOf } from './penalties.js';
import type { ModelView } from './view/modelView.js';

/** The loss of a batch. It holds the targets of the batch. */
export interface ChosenLoss {
  /** Name of the loss, as it was given. The names of several losses are joined by `, `. */
  name: string;
  /** Kind of loss. Absent for losses that this library does not know. */
  kind?: LossName;
  from: OutputLoss['from'];
  /** The loss of each output, with its targets. */
  outputs: readonly { loss: OutputLoss; y: NumberArray }[];
  of(outputs: readonly Tensor[]): Scalar;
}

/**
 * Adds up the losses of all outputs on the targets of a batch, and the penalties of regularizers.
 * Call it inside tidy, which must last as long as the loss is used.
 */
export function batchLoss(view: ModelView, losses: readonly OutputLoss[], targets: readonly NumberArray[]): ChosenLoss {
  const kinds = [...new Set(losses.map(({ name }) => name))];
  const tensors = targets.map(({ shape, data }) => tensor(Float32Array.from(data), [...shape]));
  return {
    name: [...new Set(losses.map(({ spelling }) => spelling))].join(', '),
    ...(kinds.length === 1 && kinds[0] && { kind: kinds[0] }),
    from: losses[0].from,
    outputs: losses.map((loss, i) => ({ loss, y: targets[i] })),
    of: (outputs) => {
      const each = losses.map(({ loss }, i) => meanLoss(loss, tensors[i], outputs[i]));
      return add(addN(each), regularizers(view)) as Scalar;
    },
  };
}

/** Adds up the penalties of regularizers, which are part of every loss. */
export function penalties(view: ModelView): number {
  return tidy(() => {
    const total = regularizers(view);
    return typeof total === 'number' ? total : total.dataSync()[0];
  });
}

function regularizers({ model }: ModelView): Tensor | number {
  const penalties = penaltiesOf(model);
  return penalties.length > 0 ? addN(penalties) : 0;
}

/** Computes the mean loss of a batch by a loss function that may be the user's own. */
export function meanLoss(loss: LossFunction, y: Tensor, output: Tensor): Scalar {
  const value: unknown = loss(y, output);
  if (value instanceof TensorClass) return mean(value);
  const problem = `returned ${describe(value)}; it must return a tensor`;
  throw new DataTypeError({ code: 'unsuitableLoss', argument: 'the loss function', problem });
}
