import { promiseHooks } from 'node:v8';
import type { CellRequest } from '../threads/messages.js';

export type Callback = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Leads from code that runs, even in a late timer or after an await, to the cell that started it.
 *
 * Not by AsyncLocalStorage: before Node 24 it works by async hooks, and while those are in use node aborts when code is
 * stopped from outside.
 */
export interface Scopes {
  /** The cell whose code is running now; for code without a trace to a cell, the one that was begun last. */
  current(): CellRequest | undefined;
  /** The cell that has made a promise. */
  ofPromise(promise: Promise<unknown>): CellRequest | undefined;
  run(cell: CellRequest, work: () => void): void;
  /** The function as a callback of the cell that is running now; once that cell is abandoned, `instead` is called. */
  bind(callback: Callback, instead?: Callback): Callback;
  isAbandoned(cell: CellRequest | undefined): boolean;
  /** From here on nothing bound to the cell runs any more; to any cell so far, if none is given. */
  abandon(cell: CellRequest | undefined): void;
  /** To be called after code was left by an error or by force, which does not say on its way out that it is over. */
  leave(): void;
}

export function createScopes(): Scopes {
  const makers = new WeakMap<Promise<unknown>, CellRequest>();
  const abandoned = new WeakSet<CellRequest>();
  let current: CellRequest | undefined;
  let last: CellRequest | undefined;
  let abandonedUpTo = 0;

  promiseHooks.createHook({
    init(promise) {
      if (current) makers.set(promise, current);
    },
    before(promise) {
      current = makers.get(promise);
    },
    after() {
      current = undefined;
    },
  });

  const isAbandoned = (cell: CellRequest | undefined): boolean =>
    cell !== undefined && (abandoned.has(cell) || cell.cell <= abandonedUpTo);

  return {
    current: () => current ?? last,
    ofPromise: (promise) => makers.get(promise) ?? last,
    run(cell, work) {
      last = cell;
      current = cell;
      work();
      current = undefined;
    },
    bind(callback, instead) {
      const cell = current;
      if (!cell) return callback;
      return function (...args) {
        const isOver = isAbandoned(cell);
        if (!isOver) current = cell;
        (isOver ? instead : callback)?.apply(this, args);
        current = undefined;
      };
    },
    isAbandoned,
    abandon(cell) {
      if (cell) abandoned.add(cell);
      else abandonedUpTo = last?.cell ?? 0;
    },
    leave() {
      current = undefined;
    },
  };
}
