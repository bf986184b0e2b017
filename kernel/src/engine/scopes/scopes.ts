import { promiseHooks } from 'node:v8';
import type { CellRequest } from '../../threads/messages.js';

/** A function that Node calls later. */
export type Callback = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Knows which cell started the code that runs, even in a late timer or after an await.
 *
 * AsyncLocalStorage is not used: before Node 24 it relies on async hooks, and while these are in
 * use, Node aborts when code is stopped from outside.
 */
export interface Scopes {
  /**
   * Returns the cell whose code is running. If code cannot be traced to a cell, that is the cell
   * that was started last.
   */
  current(): CellRequest | undefined;
  /** Returns the cell that created a promise. */
  findPromiseCell(promise: Promise<unknown>): CellRequest | undefined;
  /** Runs work that belongs to a cell. */
  run(cell: CellRequest, work: () => void): void;
  /** Binds a callback to the running cell. Once that cell is abandoned, `instead` is called. */
  bind(callback: Callback, instead?: Callback): Callback;
  isAbandoned(cell: CellRequest | undefined): boolean;
  /**
   * Abandons a cell, or all cells so far if none is given: nothing that is bound to it runs any
   * more.
   */
  abandon(cell: CellRequest | undefined): void;
  /**
   * Forgets the running cell. Call it after an error or a stop, which skip the code that would do
   * so.
   */
  leave(): void;
}

/** @param onForgotten called with a cell of which nothing is left that could still run */
export function createScopes(onForgotten: (cell: number) => void): Scopes {
  const requests = new FinalizationRegistry<number>(onForgotten);
  const creators = new WeakMap<Promise<unknown>, CellRequest>();
  const abandoned = new WeakSet<CellRequest>();
  let current: CellRequest | undefined;
  let last: CellRequest | undefined;
  let abandonedUpTo = 0;

  promiseHooks.createHook({
    init(promise) {
      if (current) creators.set(promise, current);
    },
    before(promise) {
      current = creators.get(promise);
    },
    after() {
      current = undefined;
    },
  });

  const isAbandoned = (cell: CellRequest | undefined): boolean =>
    cell !== undefined && (abandoned.has(cell) || cell.cell <= abandonedUpTo);

  return {
    current: () => current ?? last,
    findPromiseCell: (promise) => creators.get(promise) ?? last,
    run(cell, work) {
      requests.register(cell, cell.cell);
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
