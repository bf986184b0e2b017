import { mean, sum } from '../../foundation/statistics.js';

/** Errors of predictions of samples that are left out of the fit. */
export interface LeaveOneOut {
  /** Squared error of each sample, summed over the columns of the targets. */
  errors: Float64Array;
  /** Predictions, a row for each sample. */
  predictions: Float64Array;
}

/** Numbers in rows: a row for each sample. */
export interface Rows {
  values: Float64Array;
  columns: number;
}

type Kernel = (product: number, squaredDistance: number) => number;

/** Shares of the mean of the diagonal that are tried as ridge. */
const RIDGES = [1e-3, 1e-2, 1e-1, 1];

/** A ridge that only makes the matrix invertible. */
const LEAST_RIDGE = 1e-6;

/** A line, of columns that are divided by their number. */
const LINEAR: readonly Kernel[] = [(product) => 1 + product];

/** Curves: a square, and bells of two widths. */
const CURVED: readonly Kernel[] = [
  (product) => (1 + product) ** 2,
  (_product, distance) => Math.exp(-distance / 2),
  (_product, distance) => Math.exp(-distance / 8),
];

/**
 * Fits targets by ridge regression, each sample by the others: by lines, or by curves. The ridge
 * and the kernel are those of least error.
 *
 * @param x inputs; columns are standardized
 */
export function leaveOneOut(x: Rows, y: Rows, shape: 'lines' | 'curves'): LeaveOneOut {
  const count = x.values.length / x.columns;
  const products = productsOf(standardized(x), count);
  const kernels = shape === 'lines' ? LINEAR : CURVED;
  const fits = kernels.flatMap((kernel) => {
    const gram = gramOf(products, count, kernel);
    return RIDGES.map((ridge) => fit(gram, y, count, ridge));
  });
  const total = ({ errors }: LeaveOneOut): number => errors.reduce((sum, error) => sum + error, 0);
  return fits.reduce((best, candidate) => (total(candidate) < total(best) ? candidate : best));
}

/**
 * Estimates the share of the variance of the targets that the best line leaves: 0 if it meets all
 * samples that it is fitted to, about 1 if no line is better than the mean. With many columns a
 * line also meets chance, which is corrected for.
 */
export function leftByLine(x: Rows, y: Rows): number {
  const count = x.values.length / x.columns;
  const gram = gramOf(productsOf(standardized(x), count), count, LINEAR[0]);
  const { inverse, ridge } = ridged(gram, count, LEAST_RIDGE);
  let [left, total] = [0, 0];
  for (let column = 0; column < y.columns; column++) {
    const { centred, weights } = weighted(inverse, y, column, count);
    left += ridge ** 2 * sum(weights.map((weight) => weight ** 2));
    total += sum(centred.map((value) => value ** 2));
  }
  const freedom = count - 1 - x.columns;
  return total === 0 ? 0 : (left / total) * (freedom > 0 ? (count - 1) / freedom : 1);
}

function fit(gram: Float64Array, y: Rows, count: number, share: number): LeaveOneOut {
  const { inverse } = ridged(gram, count, share);
  const errors = new Float64Array(count);
  const predictions = new Float64Array(count * y.columns);
  for (let column = 0; column < y.columns; column++) {
    const { weights } = weighted(inverse, y, column, count);
    for (let i = 0; i < count; i++) {
      // The residual of a sample that is left out, in closed form.
      const residual = weights[i] / inverse[i * count + i];
      errors[i] += residual ** 2;
      predictions[i * y.columns + column] = y.values[i * y.columns + column] - residual;
    }
  }
  return { errors, predictions };
}

/** Adds a ridge, given as a share of the mean of the diagonal, and inverts the matrix. */
function ridged(gram: Float64Array, count: number, share: number): { inverse: Float64Array; ridge: number } {
  const matrix = gram.slice();
  let diagonal = 0;
  for (let i = 0; i < count; i++) diagonal += gram[i * count + i] / count;
  for (let i = 0; i < count; i++) matrix[i * count + i] += share * diagonal;
  return { inverse: inverseOf(matrix, count), ridge: share * diagonal };
}

/**
 * Centres a column of the targets, and computes the weights of the samples in its fit. The residual
 * of a sample is the ridge times its weight.
 */
function weighted(
  inverse: Float64Array,
  y: Rows,
  column: number,
  count: number,
): { centred: Float64Array; weights: Float64Array } {
  const values = Float64Array.from({ length: count }, (_, i) => y.values[i * y.columns + column]);
  const middle = mean(values);
  const centred = values.map((value) => value - middle);
  const weights = centred.map((_, i) => {
    let weight = 0;
    for (let j = 0; j < count; j++) weight += inverse[i * count + j] * centred[j];
    return weight;
  });
  return { centred, weights };
}

function standardized({ values, columns }: Rows): Rows {
  const count = values.length / columns;
  const result = new Float64Array(values.length);
  for (let column = 0; column < columns; column++) {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < count; i++) sum += values[i * columns + column] / count;
    for (let i = 0; i < count; i++) squares += (values[i * columns + column] - sum) ** 2 / count;
    const scale = squares > 0 ? 1 / Math.sqrt(squares * columns) : 0;
    for (let i = 0; i < count; i++) result[i * columns + column] = (values[i * columns + column] - sum) * scale;
  }
  return { values: result, columns };
}

function productsOf({ values, columns }: Rows, count: number): Float64Array {
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += values[i * columns + k] * values[j * columns + k];
      products[i * count + j] = sum;
      products[j * count + i] = sum;
    }
  }
  return products;
}

function gramOf(products: Float64Array, count: number, kernel: Kernel): Float64Array {
  return products.map((product, at) => {
    const [i, j] = [Math.floor(at / count), at % count];
    return kernel(product, products[i * count + i] + products[j * count + j] - 2 * product);
  });
}

/** Inverts a positive definite matrix by Gauss and Jordan's elimination, in place. */
function inverseOf(matrix: Float64Array, count: number): Float64Array {
  for (let pivot = 0; pivot < count; pivot++) {
    const scale = 1 / matrix[pivot * count + pivot];
    matrix[pivot * count + pivot] = 1;
    for (let k = 0; k < count; k++) matrix[pivot * count + k] *= scale;
    for (let row = 0; row < count; row++) {
      if (row === pivot) continue;
      const factor = matrix[row * count + pivot];
      matrix[row * count + pivot] = 0;
      for (let k = 0; k < count; k++) matrix[row * count + k] -= factor * matrix[pivot * count + k];
    }
  }
  return matrix;
}
