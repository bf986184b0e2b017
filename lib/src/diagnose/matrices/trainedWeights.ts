import type { ModelLayer } from '../../network/view/modelView.js';
import type { WeightMatrix } from '../../signal/trace/result.js';

/** The most columns whose singular values `trace` computes for a large matrix. */
const MOST_COLUMNS = 256;
/** The smallest side of a matrix whose largest singular value is sharp enough to judge by. */
const LEAST_SIDE = 16;
/**
 * How far the largest singular value must lie above the edge of the law of independent weights.
 * Random matrices of 16 units reach 1.1.
 */
const BEYOND_EDGE = 1.2;

/**
 * Whether training has shaped a matrix: its units have biases of their own, and its largest
 * singular value lies beyond the edge √rows + √columns that independent weights do not pass
 * (Marchenko and Pastur 1967). No initializer does both.
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

/** Whether most units have different biases. Initializers set one value, or one for each gate. */
function hasOwnBiases({ weights }: ModelLayer): boolean {
  const biases = weights.bias?.read().dataSync<'float32'>() ?? [];
  return new Set(biases).size > Math.max(2, biases.length / 2);
}
