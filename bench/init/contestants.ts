/** What is measured. */
export type RowKey = 'uniform' | 'normal' | 'truncatedNormal' | 'heNormal' | 'orthogonal256' | 'orthogonal512';

/** One who fills arrays. */
export interface Contestant {
  name: string;
  /** How many milliseconds a row takes it. */
  measure(row: RowKey): Promise<number>;
  /** Why it cannot be measured. */
  absent?: string;
}

/** Size of the arrays that are filled with independent numbers. */
export const MILLIONS = 10_000_000;

/** A contestant in this process. */
export function timed(name: string, rows: Record<RowKey, () => void>): Contestant {
  return {
    name,
    async measure(row) {
      const from = performance.now();
      rows[row]();
      return performance.now() - from;
    },
  };
}
