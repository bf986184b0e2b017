/** Part of a sweep: number `index` of `count`, from 1 on. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Chooses the points of a shard. The points are ordered by their ids, which are hashes, and dealt
 * in turn: the shards have the same number of points within one, an axis that makes points slow is
 * spread over all of them, and every machine chooses the same points.
 */
export function takeShard<T extends { readonly id: string }>(points: readonly T[], { index, count }: Shard): T[] {
  const ordered = points.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return ordered.filter((_, i) => i % count === index - 1);
}
