/** What is measured. */
export type RowKey = 'uniform' | 'normal' | 'truncatedNormal' | 'heNormal' | 'orthogonal256' | 'orthogonal512';

/** One who fills arrays. */
export interface Contestant {
  name: string;
  /** How many milliseconds a row takes it, in the mean over as many `times`. */
  measure(row: RowKey, times: number): Promise<number>;
  /** Why it cannot be measured. */
  absent?: string;
}

/** Size of the arrays that are filled with independent numbers. */
export const MILLIONS = 10_000_000;

/** A contestant in this process. */
export function timed(name: string, rows: Record<RowKey, () => void>): Contestant {
  return {
    name,
    async measure(row, times) {
      const from = performance.now();
      for (let time = 0; time < times; time++) rows[row]();
      return (performance.now() - from) / times;
    },
  };
}
