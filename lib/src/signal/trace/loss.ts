import { add, addN, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { chooseLosses, type Losses, type OutputLoss } from '../../network/lossChoice.js';
import { checkTargets, meanLoss } from '../../network/losses.js';
import type { ModelView } from '../../network/view/modelView.js';
import type { TracedLoss } from './result.js';

/** The loss of a batch, whose targets it holds. */
export interface ChosenLoss extends Omit<TracedLoss, 'value'> {
  of(outputs: readonly Tensor[]): Scalar;
}

/**
 * Chooses the losses of all outputs and adds them up, including the penalties of regularizers. The
 * targets must live as long as the loss is used.
 */
export function chooseLoss(view: ModelView, option: Losses | undefined, targets: readonly Tensor[]): ChosenLoss {
  const losses = chooseLosses(
    view,
    option,
    targets.map((target) => ({ shape: target.shape, data: target.dataSync() })),
  );
  for (const [i, loss] of losses.entries()) {
    if (!loss.isNamed) continue;
    const { shape } = view.model.outputs[i];
    checkShape(loss, targets[i], shape);
    if (loss.name) checkValues(loss.name, targets[i], shape);
  }
  const kinds = [...new Set(losses.map(({ name }) => name))];
  return {
    name: [...new Set(losses.map(({ spelling }) => spelling))].join(', '),
    ...(kinds.length === 1 && kinds[0] && { kind: kinds[0] }),
    from: losses[0].from,
    of: (outputs) => {
      const each = losses.map(({ loss }, i) => meanLoss(loss, targets[i], outputs[i]));
      return add(addN(each), regularizers(view)) as Scalar;
    },
  };
}

/** Checks the shape of the targets, because tfjs would broadcast targets that do not fit. */
function checkShape({ spelling, from }: OutputLoss, { shape: given }: Tensor, shape: readonly (number | null)[]): void {
  const fits = (wanted: readonly (number | null)[]): boolean =>
    given.length === wanted.length && wanted.every((n, i) => i === 0 || n === null || n === given[i]);
  const before = shape.slice(0, -1);
  const takesLabels = spelling === 'crossEntropy' || spelling === 'sparseCategoricalCrossentropy';
  if (fits(shape) || (takesLabels && (fits(before) || fits([...before, 1])))) return;
  const wanted = ['batch', ...shape.slice(1)].join(', ');
  const needs = (name: string): string => `y has shape [${given.join(', ')}]; ${name} needs [${wanted}]`;
  if (takesLabels) throw new RangeError(`${needs(spelling)}, or class numbers as labels`);
  if (from !== 'output') throw new RangeError(needs(spelling));
  const taken = `${spelling}, the default because no loss was given,`;
  throw new RangeError(`${needs(taken)}. For class numbers as labels, set loss: 'crossEntropy'`);
}

function checkValues(kind: NonNullable<OutputLoss['name']>, y: Tensor, shape: readonly (number | null)[]): void {
  const classes = shape[shape.length - 1] as number;
  const rows = y.rank === shape.length && y.shape[y.rank - 1] === classes;
  checkTargets(kind, y.dataSync(), { rows, classes }, 'y');
}

function regularizers({ distinctLayers }: ModelView): Tensor | number {
  const penalties = distinctLayers.flatMap((layer) => layer.calculateLosses());
  return penalties.length > 0 ? addN(penalties) : 0;
}
