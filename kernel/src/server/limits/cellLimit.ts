/** The running cell, as a limit sees it. */
export interface WatchedCell {
  /** Shows a text on the stderr of the cell. */
  warn(text: string): void;
  /** Shows a text on the stderr of the cell, and interrupts the cell. */
  stop(text: string): void;
}

/** A limit that holds while a cell is running. */
export interface CellLimit {
  /** Begins to watch a cell that starts. The returned function stops watching. */
  watch(cell: WatchedCell): () => void;
}

/** Watches several limits as one. */
export function combineLimits(limits: readonly CellLimit[]): CellLimit {
  return {
    watch(cell) {
      const stops = limits.map((limit) => limit.watch(cell));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
