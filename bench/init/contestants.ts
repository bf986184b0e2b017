import type { Contestant } from '../support/compare.js';

/** The measured rows. */
export type RowKey = 'uniform' | 'normal' | 'truncatedNormal' | 'heNormal' | 'orthogonal256' | 'orthogonal512';

/** Size of the arrays filled with independent numbers. */
export const MILLIONS = 10_000_000;

/** Makes a contestant that runs in this process. */
export function timedContestant(name: string, rows: Record<RowKey, () => void>): Contestant<RowKey> {
  return {
    name,
    async measure(row, times) {
      const from = performance.now();
      for (let time = 0; time < times; time++) rows[row]();
      return (performance.now() - from) / times;
    },
  };
}
