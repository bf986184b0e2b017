/** Time before progress is shown, because most diagnoses take less, and between lines of a log. */
const QUIET_MS = { terminal: 1000, log: 10_000 };

interface Stream {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Progress of a long computation in one thread. */
export interface ProgressLine {
  /** Shows what is computed now. */
  show(text: string): void;
  /** Removes the line from a terminal. */
  clear(): void;
}

/**
 * Shows progress on one line of a terminal that is written over, or as occasional lines of a log.
 *
 * @param now clock in milliseconds
 */
export function progressLine(stream: Stream, now: () => number = () => performance.now()): ProgressLine {
  const quiet = stream.isTTY ? QUIET_MS.terminal : QUIET_MS.log;
  const start = now();
  let [last, isShown] = [start, false];
  return {
    show(text) {
      const time = now();
      if (time - (stream.isTTY ? start : last) < quiet) return;
      last = time;
      isShown = true;
      const line = `${text} (${Math.round((time - start) / 1000)} s)`;
      stream.write(stream.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
    },
    clear() {
      if (isShown && stream.isTTY) stream.write('\r\x1b[K');
    },
  };
}
