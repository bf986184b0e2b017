import { product } from '../../init/shape.js';
/** Moments of a tensor's numbers, and its units that stand out. */
export interface TensorStatistics {
  count: number;
  mean: number;
  variance: number;
  /** E (w − μ)⁴ / Var(w)²: 3 for a normal distribution, 1.8 for a uniform one. */
  kurtosis: number;
  largest: number;
  /** Numbers that are NaN or infinite. The moments leave them out. */
  nonFinite: number;
  /** Units whose weights are all zero. */
  zeroUnits: number;
  /** Units that have the same weights as an earlier unit. */
  equalUnits: number;
  /** Units with a number that is NaN or infinite. */
  nonFiniteUnits: number;
}

/** The prime of the Fowler–Noll–Vo hash. */
const HASH_PRIME = 0x01000193;

/** Bits that are set in the upper word of every number that is NaN or infinite. */
const EXPONENT = 0x7f800000;

/**
 * Measures a tensor in one pass, after an estimate of the centre that keeps the sums of powers
 * exact.
 *
 * @param unitAxis axis that counts the units; without it, units are not compared
 */
export function tensorStatistics(
  numbers: Float32Array | Float64Array,
  shape: readonly number[],
  unitAxis: number | undefined,
): TensorStatistics {
  const moments = momentsOf(numbers);
  const units = unitAxis === undefined ? undefined : compareUnits(numbers, shape, unitAxis);
  return { ...moments, ...(units ?? { zeroUnits: 0, equalUnits: 0, nonFiniteUnits: 0 }) };
}

function momentsOf(
  numbers: Float32Array | Float64Array,
): Omit<TensorStatistics, 'zeroUnits' | 'equalUnits' | 'nonFiniteUnits'> {
  const shift = centreOf(numbers);
  let [sum1, sum2, sum3, sum4, largest, nonFinite] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < numbers.length; i++) {
    const x = numbers[i] - shift;
    const square = x * x;
    if (square < Number.POSITIVE_INFINITY) {
      sum1 += x;
      sum2 += square;
      sum3 += square * x;
      sum4 += square * square;
      const size = Math.abs(numbers[i]);
      if (size > largest) largest = size;
    } else nonFinite++;
  }
  const count = numbers.length;
  const finite = count - nonFinite;
  const [mean, m2, m3, m4] = [sum1 / finite, sum2 / finite, sum3 / finite, sum4 / finite];
  const variance = Math.max(0, m2 - mean ** 2);
  const fourth = m4 - 4 * mean * m3 + 6 * mean ** 2 * m2 - 3 * mean ** 4;
  return { count, mean: mean + shift, variance, kurtosis: fourth / variance ** 2, largest, nonFinite };
}

/** The mean of some of the numbers, which is close enough to avoid cancellation. */
function centreOf(numbers: Float32Array | Float64Array): number {
  const few = numbers.subarray(0, 4096).filter((value) => Number.isFinite(value));
  let sum = 0;
  for (const value of few) sum += value / few.length;
  return sum;
}

function compareUnits(
  numbers: Float32Array | Float64Array,
  shape: readonly number[],
  unitAxis: number,
): Pick<TensorStatistics, 'zeroUnits' | 'equalUnits' | 'nonFiniteUnits'> {
  const units = shape[unitAxis];
  const inner = product(shape.slice(unitAxis + 1));
  const { hashes, hasValue, hasNonFinite } = scanUnits(numbers, units, inner);
  const byHash = new Map<number, number[]>();
  let [zeroUnits, equalUnits, nonFiniteUnits] = [0, 0, 0];
  for (let unit = 0; unit < units; unit++) {
    const others = byHash.get(hashes[unit]) ?? [];
    if (hasNonFinite[unit] === 1) nonFiniteUnits++;
    else if (hasValue[unit] === 0) zeroUnits++;
    else if (others.some((other) => areEqual(numbers, units, inner, unit, other))) equalUnits++;
    else byHash.set(hashes[unit], [...others, unit]);
  }
  return { zeroUnits, equalUnits, nonFiniteUnits };
}

/** Hashes the bits of each unit's weights, so that few units have to be compared. */
function scanUnits(
  numbers: Float32Array | Float64Array,
  units: number,
  inner: number,
): { hashes: Int32Array; hasValue: Uint8Array; hasNonFinite: Uint8Array } {
  const words = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.byteLength / 4);
  // The upper half of a float64 tells most numbers apart.
  const [step, first] = numbers instanceof Float64Array ? [2, 1] : [1, 0];
  const hashes = new Int32Array(units);
  const [hasValue, hasNonFinite] = [new Uint8Array(units), new Uint8Array(units)];
  for (let start = 0, unit = 0; start < numbers.length; start += inner, unit = unit + 1 === units ? 0 : unit + 1) {
    let hash = hashes[unit];
    let bits = 0;
    let hasOnlyFinite = true;
    for (let i = start; i < start + inner; i++) {
      const word = words[i * step + first];
      hash = Math.imul(hash ^ word, HASH_PRIME);
      bits |= word << 1;
      if ((word & EXPONENT) === EXPONENT) hasOnlyFinite = Number.isFinite(numbers[i]) && hasOnlyFinite;
    }
    hashes[unit] = hash;
    if (bits !== 0) hasValue[unit] = 1;
    if (!hasOnlyFinite) hasNonFinite[unit] = 1;
  }
  return { hashes, hasValue, hasNonFinite };
}

function areEqual(
  numbers: Float32Array | Float64Array,
  units: number,
  inner: number,
  unit: number,
  other: number,
): boolean {
  for (let start = 0; start < numbers.length; start += units * inner)
    for (let i = 0; i < inner; i++)
      if (numbers[start + unit * inner + i] !== numbers[start + other * inner + i]) return false;
  return true;
}
