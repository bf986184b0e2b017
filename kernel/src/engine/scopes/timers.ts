import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import type { Callback, Scopes } from './scopes.js';

type Timers = typeof import('node:timers');
type TimerPromises = typeof import('node:timers/promises');
type AnyFunction = (...args: unknown[]) => unknown;

/** An immediate, as Node keeps it. */
interface Immediate {
  _destroyed: boolean;
  _onImmediate: Callback;
  _argv?: unknown[];
  _idleNext: Immediate | null;
}

/** Repairs Node's queue of immediates after the callback of one was stopped from outside. */
export interface BoundTimers {
  /**
   * Schedules the immediates after the stopped one again. Node has lost them but keeps waiting for
   * them, which takes a whole core.
   */
  repair(): void;
  /**
   * Repairs the queue after an error that Node would throw for ever: if the stopped immediate was
   * not the first of its turn, Node runs it again and finds that it has already run. The repair
   * turns it into an immediate that has not run yet and does nothing. Returns whether the error was
   * this one.
   */
  repairRepeatedImmediate(): boolean;
}

/** Makes every timer in the process belong to the cell that sets it. */
export function bindTimers(scopes: Scopes): BoundTimers {
  let immediate: Immediate | undefined;
  const require = createRequire(import.meta.url);
  const timers = require('node:timers') as Timers;
  // Node's own timers, because the ones below belong to cells.
  const { setImmediate, clearImmediate } = timers;
  const promises = require('node:timers/promises') as TimerPromises;

  for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
    const setTimer = timers[name] as AnyFunction;
    const bound = (callback: unknown, ...rest: unknown[]): unknown => {
      if (typeof callback !== 'function') return setTimer(callback, ...rest);
      const inScope = scopes.bind(callback as Callback, stop);
      return setTimer(name === 'setImmediate' ? withTracking(inScope) : inScope, ...rest);
    };
    replace(timers, name, bound);
    replace(globalThis, name, bound);
  }
  for (const name of ['setTimeout', 'setImmediate'] as const) {
    const start = promises[name] as (...args: unknown[]) => Promise<unknown>;
    const bound = (...args: unknown[]): Promise<unknown> => settleInScope(scopes, start(...args));
    replace(promises, name, bound);
    Object.defineProperty(timers[name], promisify.custom, { value: bound });
  }
  const { wait } = promises.scheduler;
  promises.scheduler.wait = (...args) => settleInScope(scopes, wait.apply(promises.scheduler, args)) as Promise<void>;
  syncBuiltinESMExports();

  /** Wraps a callback so that the running immediate is known. */
  function withTracking(callback: Callback): Callback {
    return function (...args) {
      immediate = this as typeof immediate;
      try {
        callback.apply(this, args);
      } finally {
        immediate = undefined; // If the callback is stopped, this line is not reached.
      }
    };
  }

  function repair(): void {
    if (!immediate) return;
    for (let next = immediate._idleNext; next; next = immediate._idleNext) {
      const { _onImmediate: callback, _argv: argv } = next;
      clearImmediate(next as never); // This also removes it from the list.
      setImmediate(callback, ...(argv ?? []));
    }
    immediate = undefined;
  }

  /**
   * Makes Node's count of immediates one too high, by setting an immediate that the one before it
   * removes from the list.
   */
  function countOneMore(): void {
    const before = setImmediate(() => {
      before._idleNext = skipped._idleNext;
    }) as unknown as Immediate;
    const skipped = setImmediate(() => {}).unref() as unknown as Immediate;
  }

  return {
    repair,
    repairRepeatedImmediate() {
      if (!immediate) return false;
      Object.assign(immediate, { _destroyed: false, _onImmediate: () => {} });
      repair();
      countOneMore(); // Node counts the repeated immediate as done a second time.
      return true;
    },
  };
}

/** Wraps a promise so that it never settles once its cell is abandoned. */
function settleInScope(scopes: Scopes, promise: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    promise.then(scopes.bind(resolve as Callback), scopes.bind(reject));
  });
}

/** Stops a timer of an abandoned cell, because an interval would go on for ever. */
function stop(this: unknown): void {
  clearTimeout(this as NodeJS.Timeout);
}

function replace(holder: object, name: string, value: AnyFunction): void {
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: true });
}
