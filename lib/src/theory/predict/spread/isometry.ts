import { average, averageProduct, GRID } from '../grid/normalGrid.js';

/**
 * Describes how far an orthogonal matrix lets a mean square vary. The means of z² at two points
 * whose cosine is c have a covariance in proportion to slope·c² − offset. Independent weights have
 * c².
 *
 * The m outputs z = Wx of a uniform (Haar) orthogonal matrix with n inputs are m coordinates of a
 * rotated vector in N = max(m, n) dimensions. If m ≥ n, the sum of the squares is that of x, so
 * slope and offset are 0. If m < n, the share |z|²/|x|² has the distribution Beta(m/2, (n − m)/2),
 * with the relative variance (2/m)·(1 − m/n)·n/(n + 2); independent weights have 2/m. At several
 * points, with the Gram matrix C of the n features over them, the sum is tr PC for a random
 * projection P of rank m. Its mean is (m/n)·tr C and its variance is in proportion to
 * tr C² − (tr C)²/n, because E P⊗P follows from its invariance and from P² = P (Collins & Śniady,
 * "Integration with respect to the Haar measure on unitary, orthogonal and symplectic group",
 * 2006). This gives the slope (1 − m/n)·n²/((n − 1)(n + 2)) and the offset slope/n.
 */
export interface Isometry {
  slope: number;
  offset: number;
  /** Number N of the dimensions in which the matrix rotates. */
  dimensions: number;
}

/** Independent weights, which remove nothing. */
export const NO_ISOMETRY: Isometry = { slope: 1, offset: 0, dimensions: Infinity };

/** Describes the orthogonal matrix that computes `outputs` numbers from `inputs` numbers. */
export function isometry(inputs: number, outputs: number): Isometry {
  if (outputs >= inputs) return { slope: 0, offset: 0, dimensions: outputs };
  const slope = ((1 - outputs / inputs) * inputs ** 2) / ((inputs - 1) * (inputs + 2));
  return { slope, offset: slope / inputs, dimensions: inputs };
}

/** Adds independent parts, which have these shares of the second moment. */
export function mixIsometries(parts: readonly Isometry[], shares: readonly number[]): Isometry {
  if (parts.every((part) => part === NO_ISOMETRY)) return NO_ISOMETRY;
  const sum = (of: (part: Isometry) => number): number =>
    parts.reduce((total, part, k) => total + shares[k] ** 2 * of(part), 0);
  const dimensions = Math.min(...parts.map((part) => part.dimensions));
  return { slope: 1 - sum(({ slope }) => 1 - slope), offset: sum(({ offset }) => offset), dimensions };
}

/** Ratios of densities on the normal grid, by the number of dimensions. */
const ratios = new Map<number, Float64Array>();

/**
 * Gives the ratio of the density of one coordinate on a sphere of radius √N to that of a normal, on
 * the grid. On the sphere, large values are rarer: E z⁴ is 3N/(N + 2).
 */
export function sphereRatio(dimensions: number): Float64Array {
  let found = ratios.get(dimensions);
  if (found === undefined) {
    const ratio = GRID.map((g) => {
      if (dimensions === Infinity) return 1;
      const rest = 1 - g ** 2 / dimensions;
      return rest > 0 ? Math.exp(((dimensions - 3) / 2) * Math.log(rest) + g ** 2 / 2) : 0;
    });
    const total = average(ratio);
    found = ratio.map((x) => x / total);
    ratios.set(dimensions, found);
  }
  return found;
}

/**
 * Computes ln of the mean of a positive function of one coordinate on a sphere relative to its mean
 * over a normal.
 */
export function sphereBias(f: Float64Array, { dimensions }: Isometry): number {
  const normal = average(f);
  const sphere = averageProduct(f, sphereRatio(dimensions));
  return normal > 0 && sphere > 0 ? Math.log(sphere / normal) : 0;
}

/**
 * Computes the variance of the mean over units of a function f of their coordinates on a sphere,
 * relative to that over independent normals, where both exclude what the mean square of the
 * coordinates determines. Coordinates of one point are dependent: two of them have the correlation
 * P_k(0)/P_k(1) in the Gegenbauer polynomial P_k. That is 0 for odd k and 3/((N − 1)(N + 1)) for
 * k = 4, the first even k that is left.
 */
export function sphereFactor(f: Float64Array, { dimensions: n }: Isometry, units: number): number {
  const normal = restOf(f, sphereRatio(Infinity));
  const sphere = restOf(f, sphereRatio(n));
  const all = normal.even + normal.odd;
  if (!(all > 1e-9)) return 1;
  return (sphere.odd + sphere.even * (1 + (3 * (units - 1)) / (n * n - 1))) / all;
}

/**
 * Computes the variance of a function f, scaled to mean 1, after its regression on g² under a
 * symmetric density, given by its `ratio` to the normal's: the parts of even and odd functions.
 */
function restOf(f: Float64Array, ratio: Float64Array): { even: number; odd: number } {
  const mean = averageProduct(f, ratio);
  const mirrored = f.toReversed();
  const even = f.map((x, i) => (x + mirrored[i]) / (2 * mean) - 1);
  const odd = f.map((x, i) => (x - mirrored[i]) / (2 * mean));
  const size = GRID.map((g) => g * g - 1);
  const under = (a: Float64Array, b: Float64Array): number =>
    averageProduct(
      a.map((x, i) => x * b[i]),
      ratio,
    );
  const shared = under(even, size) ** 2 / under(size, size);
  return { even: Math.max(0, under(even, even) - shared), odd: under(odd, odd) };
}
