import { createRequire, syncBuiltinESMExports } from 'node:module';
import { promisify } from 'node:util';
import type { Callback, Scopes } from './scopes.js';

type Timers = typeof import('node:timers');
type TimerPromises = typeof import('node:timers/promises');
type AnyFunction = (...args: unknown[]) => unknown;

/** What node keeps of an immediate. */
interface Immediate {
  _destroyed: boolean;
  _onImmediate: Callback;
  _argv?: unknown[];
  _idleNext: Immediate | null;
}

/** What node needs after the callback of an immediate was stopped from outside, as it then cannot go on with its queue. */
export interface BoundTimers {
  /** Sets anew the immediates behind the stopped one: node has lost them but goes on waiting for them, at the cost of a core. */
  mend(): void;
  /**
   * Node has come upon the stopped one again, as it was not the first of its turn, and finds that it has run before: an error,
   * over and over, as it never gets beyond. It is given back as one that has yet to run, and does nothing. Returns whether that
   * was so.
   */
  mendStumble(): boolean;
}

/** Makes every timer of the process belong to the cell that sets it. */
export function bindTimers(scopes: Scopes): BoundTimers {
  let immediate: Immediate | undefined;
  const require = createRequire(import.meta.url);
  const timers = require('node:timers') as Timers;
  const { setImmediate, clearImmediate } = timers; // Node's own, as below they become those of cells.
  const promises = require('node:timers/promises') as TimerPromises;

  for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
    const setTimer = timers[name] as AnyFunction;
    const bound = (callback: unknown, ...rest: unknown[]): unknown => {
      if (typeof callback !== 'function') return setTimer(callback, ...rest);
      const inScope = scopes.bind(callback as Callback, stop);
      return setTimer(name === 'setImmediate' ? noted(inScope) : inScope, ...rest);
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

  /** Keeps in mind which immediate it is that runs. */
  function noted(callback: Callback): Callback {
    return function (...args) {
      immediate = this as typeof immediate;
      try {
        callback.apply(this, args);
      } finally {
        immediate = undefined; // Not reached by code that was stopped.
      }
    };
  }

  function mend(): void {
    if (!immediate) return;
    for (let next = immediate._idleNext; next; next = immediate._idleNext) {
      const { _onImmediate: callback, _argv: argv } = next;
      clearImmediate(next as never); // Takes it out of the list as well.
      setImmediate(callback, ...(argv ?? []));
    }
    immediate = undefined;
  }

  /** Makes node count one immediate more than there are: one is set, and skipped by the one before it. */
  function countOneMore(): void {
    const before = setImmediate(() => {
      before._idleNext = skipped._idleNext;
    }) as unknown as Immediate;
    const skipped = setImmediate(() => {}).unref() as unknown as Immediate;
  }

  return {
    mend,
    mendStumble() {
      if (!immediate) return false;
      Object.assign(immediate, { _destroyed: false, _onImmediate: () => {} });
      mend();
      countOneMore(); // Node will count the one that is given back as done for the second time.
      return true;
    },
  };
}

/** A promise like the given one, but which stays pending for ever once the cell is abandoned. */
function settleInScope(scopes: Scopes, promise: Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    promise.then(scopes.bind(resolve as Callback), scopes.bind(reject));
  });
}

/** A timer that repeats would go on for nothing. */
function stop(this: unknown): void {
  clearTimeout(this as NodeJS.Timeout);
}

function replace(holder: object, name: string, value: AnyFunction): void {
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable: true });
}
