import { zeros } from '../../init/constant.js';
import type { Initializer, InitializerDescription } from '../../init/initializer.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { hasOwnBias, rightInitializer } from '../matrices/rightInitializer.js';
import type { CentredLayer, LayerWeights, RepairStep } from './repair.js';

/**
 * Makes the steps that re-initialize matrices and set their biases to 0 or, after a sigmoid, to
 * values that cancel the mean of its outputs.
 *
 * @param initializer the initializer of all matrices; default: for each matrix, the one that keeps
 * the signal
 */
export function redraw(
  { seed }: { seed: number | bigint },
  matrices: readonly ExaminedMatrix[],
  initializer?: Initializer,
): RepairStep[] {
  const layers = new Map<string, LayerWeights>();
  for (const matrix of matrices) {
    const { name } = matrix.layer;
    const weights = {
      ...layers.get(name)?.weights,
      [matrix.weight]: roundedDescription(initializer ?? rightInitializer(matrix)),
      ...(hasOwnBias(matrix) && { bias: roundedDescription(zeros()) }),
    };
    layers.set(name, { name, weights });
  }
  const centred = matrices
    .filter((matrix) => matrix.layer.isAfterSigmoid && !matrix.layer.isOutput)
    .flatMap(centredLayer);
  return [
    { type: 'initWeights', layers: [...layers.values()], seed },
    ...(centred.length > 0 ? [{ type: 'centreBias' as const, layers: centred }] : []),
  ];
}

/** Makes the step that sets the biases of layers to 0. */
export function zeroBiases(matrices: readonly ExaminedMatrix[]): RepairStep[] {
  const bias = roundedDescription(zeros());
  const names = [...new Set(matrices.map(({ layer }) => layer.name))];
  return [{ type: 'initWeights', layers: names.map((name) => ({ name, weights: { bias } })), seed: 0 }];
}

/**
 * Rounds the numbers of a description to four digits, so that `apply` does exactly what the written
 * code does.
 */
function roundedDescription({ description }: Initializer): InitializerDescription {
  const { name, options } = description as InitializerDescription;
  const rounded = Object.entries(options).map(([key, value]) => [
    key,
    typeof value === 'number' ? Number(value.toPrecision(4)) : value,
  ]);
  return { name, options: Object.fromEntries(rounded) };
}

/**
 * Describes how a layer's bias can cancel the mean of its inputs. The result is empty for a
 * separable layer, whose bias follows two kernels, and for a recurrent one, which has several
 * biases: these biases stay 0.
 */
function centredLayer(matrix: ExaminedMatrix): CentredLayer[] {
  const { layer, weight, shape } = matrix;
  if (!hasOwnBias(matrix) || layer.kind === 'separable') return [];
  const units = layer.kind === 'convTranspose' ? [shape.length - 2] : [shape.length - 1];
  const kept = weight === 'depthwise' ? [shape.length - 2, shape.length - 1] : units;
  return [{ name: layer.name, axes: [...shape.keys()].filter((axis) => !kept.includes(axis)) }];
}
