import { zeros } from '../../init/constant.js';
import type { Initializer, InitializerDescription } from '../../init/initializer.js';
import type { ExaminedMatrix } from '../matrices/examinedMatrix.js';
import { hasOwnBias, rightInitializer } from '../matrices/rightInitializer.js';
import type { CentredLayer, LayerWeights, RepairStep } from './repair.js';

/**
 * Re-initializes matrices and sets their biases to 0 or, after a sigmoid, to values that remove the
 * mean of its outputs.
 *
 * @param initializer the initializer of all matrices; default: the one that keeps the signal, for
 * each
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

/** Sets the biases of layers to 0. */
export function zeroBiases(matrices: readonly ExaminedMatrix[]): RepairStep[] {
  const bias = roundedDescription(zeros());
  const names = [...new Set(matrices.map(({ layer }) => layer.name))];
  return [{ type: 'initWeights', layers: names.map((name) => ({ name, weights: { bias } })), seed: 0 }];
}

/** A description with numbers of four digits, so that what is applied is what the code says. */
function roundedDescription({ description }: Initializer): InitializerDescription {
  const { name, options } = description as InitializerDescription;
  const rounded = Object.entries(options).map(([key, value]) => [
    key,
    typeof value === 'number' ? Number(value.toPrecision(4)) : value,
  ]);
  return { name, options: Object.fromEntries(rounded) };
}

/**
 * A separable layer has two kernels ahead of its one bias, and a recurrent one several biases: they
 * stay at 0.
 */
function centredLayer(matrix: ExaminedMatrix): CentredLayer[] {
  const { layer, weight, shape } = matrix;
  if (!hasOwnBias(matrix) || layer.kind === 'separable') return [];
  const units = layer.kind === 'convTranspose' ? [shape.length - 2] : [shape.length - 1];
  const kept = weight === 'depthwise' ? [shape.length - 2, shape.length - 1] : units;
  return [{ name: layer.name, axes: [...shape.keys()].filter((axis) => !kept.includes(axis)) }];
}
