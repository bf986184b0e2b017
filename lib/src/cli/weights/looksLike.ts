import { product } from '../../init/shape.js';
import { random } from '../../random/random.js';
import type { TensorRole } from './tensorRole.js';
import type { TensorStatistics } from './tensorStatistics.js';

/**
 * Largest distance of a measured moment from a scheme's, in standard errors. Weights of the scheme
 * itself are missed in 7 of a million cases, for each moment.
 */
const TOLERANCE_ERRORS = 4.5;

/** Rounding to half precision changes a variance by less. */
const ROUNDING = 0.002;

/** Largest part of a matrix whose singular values and products are computed. */
const MOST = { rows: 256, columns: 1024 };

/** The smallest matrix whose singular values are compared with those of independent weights. */
const LEAST_SIDE = 16;

/**
 * Factor by which a singular value of trained weights exceeds the edge for independent weights.
 */
const BEYOND_EDGE = 1.2;

/** Smallest number of weights that a scheme is looked for in. */
const FEWEST = 8;

interface Family {
  name: string;
  kurtosis: number;
  /** n times the variance of a measured kurtosis of n numbers. */
  kurtosisVariance: number;
  /** Largest weight, in standard deviations. */
  bound: number;
}

/** Normal, normal truncated at two standard deviations, uniform. */
const FAMILIES: readonly Family[] = [
  { name: 'normal', kurtosis: 3, kurtosisVariance: 24, bound: Number.POSITIVE_INFINITY },
  { name: 'truncated normal', kurtosis: 2.36554, kurtosisVariance: 3.8482, bound: 2.27369 },
  { name: 'uniform', kurtosis: 1.8, kurtosisVariance: 1.317, bound: Math.sqrt(3) },
];

interface Scheme {
  name: string;
  variance(role: TensorRole): number | undefined;
  families: readonly string[];
  /** Whether the scheme exists with several distributions. */
  isNamedByFamily?: boolean;
}

const ALL = FAMILIES.map(({ name }) => name);
const NORMAL = ['normal', 'truncated normal'];
const overFan = (gain: number, fan: number | undefined): number | undefined =>
  fan === undefined ? undefined : gain / fan;
const harmonic = (gain: number, { fanIn, fanOut }: TensorRole): number | undefined =>
  fanIn === undefined || fanOut === undefined ? undefined : (2 * gain) / (fanIn + fanOut);

const MATRIX_SCHEMES: readonly Scheme[] = [
  {
    name: 'PyTorch default',
    variance: ({ fanIn, torchFanIn, hidden }) => overFan(1 / 3, hidden ?? torchFanIn ?? fanIn),
    families: ['uniform'],
  },
  { name: 'He', variance: ({ fanIn }) => overFan(2, fanIn), families: ALL, isNamedByFamily: true },
  { name: 'LeCun', variance: ({ fanIn }) => overFan(1, fanIn), families: ALL, isNamedByFamily: true },
  { name: 'Xavier', variance: (role) => harmonic(1, role), families: ALL, isNamedByFamily: true },
  { name: 'He by fanOut', variance: ({ fanOut }) => overFan(2, fanOut), families: ALL, isNamedByFamily: true },
  { name: 'Xavier with gain 5/3', variance: (role) => harmonic(25 / 9, role), families: ALL, isNamedByFamily: true },
  { name: 'N(0, 0.02²)', variance: () => 0.02 ** 2, families: NORMAL },
  { name: 'N(0, 0.01²)', variance: () => 0.01 ** 2, families: NORMAL },
  { name: 'N(0, 1)', variance: () => 1, families: NORMAL },
  { name: 'U(−0.05, 0.05)', variance: () => 0.05 ** 2 / 3, families: ['uniform'] },
];

const BIAS_SCHEMES: readonly Scheme[] = [MATRIX_SCHEMES[0]];

/** Says which scheme a tensor looks like: a guess from its moments, for people. */
export function looksLike(
  numbers: Float32Array | Float64Array,
  shape: readonly number[],
  role: TensorRole,
  statistics: TensorStatistics,
): string {
  const { count, variance, mean, largest, nonFinite } = statistics;
  if (count === 0 || nonFinite === count) return '';
  if (largest === 0) return 'zeros';
  if (variance <= (1e-6 * mean) ** 2) return mean === 1 ? 'ones' : `constant ${Number(mean.toPrecision(4))}`;
  if (count < FEWEST) return '';
  if (role.kind === 'statistics' || role.kind === 'scale' || role.kind === 'other') return 'trained';
  const isMatrix = role.kind === 'matrix' || role.kind === 'embedding';
  const matrix = isMatrix ? firstRows(numbers, shape, role.unitAxis ?? 0) : undefined;
  if (matrix !== undefined && role.kind === 'matrix' && isOrthogonal(matrix)) return 'orthogonal';
  if (matrix !== undefined && isBeyondEdge(matrix, variance)) return 'trained';
  const families = familiesOf(statistics);
  if (families.length === 0) return 'trained';
  const schemes = isMatrix ? MATRIX_SCHEMES : BIAS_SCHEMES;
  const fitting = families.map((family) =>
    schemes
      .filter((scheme) => scheme.families.includes(family.name) && isNear(scheme.variance(role), statistics, family))
      .map((scheme) => (scheme.isNamedByFamily ? `${scheme.name} ${family.name}` : scheme.name)),
  );
  const names = fitting.find((found) => found.length > 0);
  return names === undefined ? `${families[0].name}, no known scheme` : names.slice(0, 2).join(' or ');
}

/** Lists the families whose kurtosis and bound fit, the nearest first. */
function familiesOf({ count, kurtosis, variance, mean, largest }: TensorStatistics): Family[] {
  const isCentred = Math.abs(mean) < TOLERANCE_ERRORS * Math.sqrt(variance / count);
  if (!isCentred) return [];
  const distance = (family: Family): number =>
    Math.abs(kurtosis - family.kurtosis) / Math.sqrt(family.kurtosisVariance / count);
  return FAMILIES.filter(
    (family) =>
      distance(family) < TOLERANCE_ERRORS &&
      largest <= family.bound * Math.sqrt(variance) * (1 + (4 * TOLERANCE_ERRORS) / Math.sqrt(count)),
  ).sort((a, b) => distance(a) - distance(b));
}

function isNear(expected: number | undefined, { variance, count }: TensorStatistics, { kurtosis }: Family): boolean {
  if (expected === undefined) return false;
  const error = Math.sqrt((kurtosis - 1) / count);
  return Math.abs(variance / expected - 1) < TOLERANCE_ERRORS * error + ROUNDING;
}

interface Matrix {
  rows: number;
  columns: number;
  data: Float64Array;
  /** Whether the matrix has more rows or columns than were taken. */
  isPart: boolean;
  /** Numbers of rows and columns of the whole matrix. */
  whole: { rows: number; columns: number };
}

/** Takes the first units and the first inputs of a kernel as the rows and columns of a matrix. */
function firstRows(numbers: Float32Array | Float64Array, shape: readonly number[], unitAxis: number): Matrix {
  const units = shape[unitAxis];
  const inner = product(shape.slice(unitAxis + 1));
  const inputs = units === 0 ? 0 : numbers.length / units;
  const [rows, columns] = [Math.min(units, MOST.rows), Math.min(inputs, MOST.columns)];
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const outer = Math.floor(column / inner);
      data[row * columns + column] = numbers[(outer * units + row) * inner + (column % inner)];
    }
  return { rows, columns, data, isPart: rows < units || columns < inputs, whole: { rows: units, columns: inputs } };
}

/**
 * Checks whether the rows are orthogonal and equally long, or the columns if there are fewer
 * columns than rows. Only a matrix that was taken along its whole longer side can be judged.
 */
function isOrthogonal({ rows, columns, data, whole }: Matrix): boolean {
  const isWide = whole.rows <= whole.columns;
  if (Math.min(rows, columns) < 2 || (isWide ? columns < whole.columns : rows < whole.rows)) return false;
  const count = Math.min(isWide ? rows : columns, 24);
  const length = isWide ? columns : rows;
  const at = isWide ? (i: number, k: number) => data[i * columns + k] : (i: number, k: number) => data[k * columns + i];
  const dot = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += at(i, k) * at(j, k);
    return sum;
  };
  const size = dot(0, 0);
  for (let i = 0; i < count; i++)
    for (let j = 0; j <= i; j++) if (!(Math.abs(dot(i, j) - (i === j ? size : 0)) <= 5e-3 * size)) return false;
  return true;
}

/**
 * Checks whether the largest singular value lies beyond the edge √rows + √columns of independent
 * weights (Marchenko and Pastur 1967), which training with gradients moves it over.
 */
function isBeyondEdge({ rows, columns, data }: Matrix, variance: number): boolean {
  if (Math.min(rows, columns) < LEAST_SIDE) return false;
  let vector = random(1).normal(new Float64Array(columns));
  let value = 0;
  for (let step = 0; step < 12; step++) {
    const image = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += data[i * columns + j] * vector[j];
      image[i] = sum;
    }
    const back = new Float64Array(columns);
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) back[j] += data[i * columns + j] * image[i];
    const size = Math.hypot(...back);
    value = Math.sqrt(size / Math.hypot(...vector));
    if (!(size > 0)) return false;
    vector = back.map((x) => x / size);
  }
  return value > BEYOND_EDGE * Math.sqrt(variance) * (Math.sqrt(rows) + Math.sqrt(columns));
}
