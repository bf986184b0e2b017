import type { CellLimit } from './cellLimit.js';

/** Limits the time that one cell may run. */
export function createTimeLimit(seconds: number): CellLimit {
  return {
    watch({ stop }) {
      const timer = setTimeout(
        () => stop(`The cell was stopped after ${seconds} s, the time that this server allows for one cell.\n`),
        1000 * seconds,
      );
      return () => clearTimeout(timer);
    },
  };
}
