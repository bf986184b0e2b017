import type { DeclaredName } from './syntax/types.js';

/** A cell that has run, as the compiler keeps it. */
export interface PastCell {
  code: string;
  /** The text that was checked, with the lines around the cell's own. */
  text: string;
  /** The names that it declares, with their meanings. */
  declared: readonly DeclaredName[];
  /** The cells that are kept as long as this one. */
  refersTo: readonly number[];
  /** The cell whose text is used instead of this one's, because it gives the names equal types. */
  twin?: number;
  /** Whether it adds to the global scope. */
  isAugmenting: boolean;
}

/** Cells that have run, as long as a name can be traced back to them. */
export interface PastCells {
  get(cell: number): PastCell | undefined;
  /** Adds a cell. An earlier one that adds the same to the global scope no longer does. */
  add(cell: number, past: PastCell): void;
  /** Lets a past cell stand for a cell. */
  replace(cell: number, twin: number): void;
  /** The cells that add to the global scope. */
  augmenting(): number[];
  /** All cells that must be kept for the sake of the given ones, with these, the nearest first. */
  reachedFrom(cells: Iterable<number>): Set<number>;
  /** The number of the cell whose text stands for a cell. */
  moduleOf(cell: number): number;
  /** Finds the latest cell with a property. */
  findLast(has: (past: PastCell) => boolean): number | undefined;
  /** Forgets all cells that are not reached from the given ones. Returns their numbers. */
  keepOnly(cells: Iterable<number>): number[];
}

/**
 * Number of steps from a cell with visible names to another, which is only kept because cells refer
 * to each other. If two refer to each other and run again and again, and their types grow with each
 * run, they would leave an endless chain behind. For the checker, what lies beyond is `any`.
 */
const MAX_STEPS = 20;

export function createPastCells(): PastCells {
  const cells = new Map<number, PastCell>();

  const augmenting = (): number[] => [...cells].flatMap(([cell, { isAugmenting }]) => (isAugmenting ? [cell] : []));

  function reachedFrom(from: Iterable<number>): Set<number> {
    const reached = new Set(from);
    let next = [...reached];
    for (let step = 0; step < MAX_STEPS && next.length > 0; step++) {
      next = next.flatMap((cell) => cells.get(cell)?.refersTo ?? []).filter((cell) => !reached.has(cell));
      for (const cell of next) reached.add(cell);
    }
    return reached;
  }

  return {
    get: (cell) => cells.get(cell),
    add(cell, past) {
      if (past.isAugmenting)
        for (const other of cells.values()) if (other.code === past.code) other.isAugmenting = false;
      cells.set(cell, past);
    },
    replace(cell, twin) {
      const [of, by] = [cells.get(cell), cells.get(twin)];
      if (!of || !by) return;
      by.isAugmenting ||= of.isAugmenting;
      Object.assign(of, { twin, refersTo: [twin], isAugmenting: false });
    },
    augmenting,
    reachedFrom,
    moduleOf: (cell) => cells.get(cell)?.twin ?? cell,
    findLast: (has) => [...cells].findLast(([, past]) => has(past))?.[0],
    keepOnly(visible) {
      const reached = reachedFrom([...visible, ...augmenting()]);
      const forgotten = [...cells.keys()].filter((cell) => !reached.has(cell));
      for (const cell of forgotten) cells.delete(cell);
      return forgotten;
    },
  };
}
