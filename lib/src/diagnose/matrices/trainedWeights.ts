import type { ModelLayer } from '../../network/view/modelView.js';
import type { WeightMatrix } from '../../signal/trace/result.js';

/** Largest number of columns whose singular values `trace` computes. */
const MOST_COLUMNS = 256;
/**
 * The smallest number of rows and columns for which the largest singular value is reliable enough.
 */
export const LEAST_SIDE = 16;
/**
 * The factor by which the largest singular value must exceed the edge for independent weights.
 * Random matrices of 16 units reach 1.1.
 */
const BEYOND_EDGE = 1.2;

/**
 * Checks whether a matrix was trained: its units have different biases, and its largest singular
 * value lies beyond the edge √rows + √columns, which independent weights do not exceed (Marchenko
 * and Pastur 1967). No initializer produces both.
 */
export function isTrained(
  layer: ModelLayer,
  matrix: WeightMatrix | undefined,
  { mean, secondMoment }: { mean: number; secondMoment: number },
): boolean {
  if (matrix === undefined || !hasOwnBiases(layer)) return false;
  const [rows, columns] = [matrix.rows, Math.min(matrix.columns, MOST_COLUMNS)];
  if (Math.min(rows, columns) < LEAST_SIDE) return false;
  const edge = Math.sqrt(secondMoment - mean ** 2) * (Math.sqrt(rows) + Math.sqrt(columns));
  return matrix.singularValues[0] > BEYOND_EDGE * edge;
}

/**
 * Checks whether most units have different biases. Initializers set one value, or one for each
 * gate.
 */
function hasOwnBiases({ weights }: ModelLayer): boolean {
  const biases = weights.bias?.read().dataSync<'float32'>() ?? [];
  return new Set(biases).size > Math.max(2, biases.length / 2);
}
