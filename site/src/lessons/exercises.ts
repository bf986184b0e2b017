import type { Notebook } from 'initlab-kernel';

/** A call by which a cell checks the answer to an exercise. */
const CHECK = /\bcheck\(\s*(['"])(\d\d\.\d+)\1/g;

/** Lists the exercises whose answers the cells of a notebook check, such as `05.1`. */
export function listExercises({ cells }: Notebook): string[] {
  const sources = cells.flatMap(({ cell_type, source }) => (cell_type === 'code' ? source : []));
  return [...new Set(sources.flatMap((source) => [...source.matchAll(CHECK)].map(([, , name]) => name)))];
}
