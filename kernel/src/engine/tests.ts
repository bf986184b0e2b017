import * as promises from 'node:timers/promises';
import type { Failure } from '../threads/outputEvent.js';

// Node's own timers, because the global ones will be replaced with timers that belong to cells.
const { setImmediate: nextTurn } = promises;

/** The part of Node that is loaded with `node:test`. */
const HARNESS = 'NativeModule internal/test_runner/harness';

/** Turns of the event loop in which tests may still end, and their reports be written. */
const TURNS = 20;

/** Notices that a test of `node:test` has failed, which throws nothing. */
export interface TestWatch {
  /** Call it before each cell. */
  begin(): void;
  /** Returns the failure of the cell, after its code has ended; undefined if no test failed. */
  end(): Promise<Failure | undefined>;
}

/** Creates the watch. A failed test only sets the exit code of the process. */
export function watchTests(): TestWatch {
  const isLoaded = (): boolean => (process as unknown as { moduleLoadList: string[] }).moduleLoadList.includes(HARNESS);
  let before: typeof process.exitCode;
  return {
    begin() {
      before = process.exitCode;
    },
    async end() {
      if (!isLoaded()) return undefined;
      for (let turn = 0; turn < TURNS && process.exitCode === before; turn++) await nextTurn();
      if (process.exitCode === before || process.exitCode !== 1) return undefined;
      // The exit code is that of the tests, and not of the kernel.
      process.exitCode = before;
      // The report of a test is written on later turns, and should come before the end of the cell.
      for (let turn = 0; turn < TURNS; turn++) await nextTurn();
      const evalue = 'a test failed; the output has the reason';
      return { ename: 'TestFailure', evalue, traceback: [`TestFailure: ${evalue}`] };
    },
  };
}
