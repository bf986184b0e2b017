interface SortedRoots {
  keys: Int32Array;
  /** Square roots of the shares, in the order of the keys. */
  roots: Float64Array;
}

/** Each map is compared with those of all other layers, so it is sorted once. */
const sorted = new WeakMap<ReadonlyMap<number, number>, SortedRoots>();

/**
 * Computes Σ √(share·share′) over the parts that two sums of independent parts have in common,
 * which is the correlation of the sums. The maps give the shares by the number of the part.
 */
export function overlap(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number {
  const [one, other] = [sortedRoots(a), sortedRoots(b)];
  let sum = 0;
  for (let i = 0, j = 0; i < one.keys.length && j < other.keys.length; ) {
    const difference = one.keys[i] - other.keys[j];
    if (difference === 0) sum += one.roots[i] * other.roots[j];
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return sum;
}

function sortedRoots(shares: ReadonlyMap<number, number>): SortedRoots {
  let found = sorted.get(shares);
  if (found === undefined) {
    const keys = Int32Array.from(shares.keys()).sort();
    found = { keys, roots: Float64Array.from(keys, (key) => Math.sqrt(shares.get(key) as number)) };
    sorted.set(shares, found);
  }
  return found;
}
