/** Whether statements are tested on all of their seeds, as the slow tests do. */
export const ALL_SEEDS: boolean = process.env.INITLAB_ALL_SEEDS === '1';

/**
 * Lists the seeds 1 to `count` for a statement that must hold on each of them. With `npm test` it
 * lists the first one alone, so that the tests take minutes. The slow tests run the files
 * `*.seeds.test.ts` on all seeds.
 */
export function seeds(count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i + 1);
  return ALL_SEEDS ? all : all.slice(0, 1);
}

/**
 * Takes every `stride`-th of the cases of one statement, from the first on, as {@link seeds} takes
 * seeds: the slow tests run all of them.
 */
export function cases<T>(list: readonly T[], stride: number): readonly T[] {
  return list.filter((_case, i) => ALL_SEEDS || i % stride === 0);
}
