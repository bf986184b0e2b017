/** Time between two updates: of a line of a terminal, and between lines of a log. */
const INTERVAL_MS = { terminal: 200, log: 10_000 };

interface Stream {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Progress of a sweep, with an estimate of its end. */
export interface SweepProgress {
  /** Counts a finished point. */
  finish(isFailure: boolean): void;
  /** Sets the sum of the shares that are done of the points that are running. */
  setRunning(shares: number): void;
  /** Removes the line from a terminal, or writes the last line of a log. */
  end(): void;
}

/**
 * Shows progress on one line of a terminal that is written over, or as occasional lines of a log.
 *
 * @param total number of points to run
 * @param clock time in milliseconds since 1970
 */
export function sweepProgress(stream: Stream, total: number, clock: () => number = Date.now): SweepProgress {
  const interval = stream.isTTY ? INTERVAL_MS.terminal : INTERVAL_MS.log;
  const begin = clock();
  let [shown, finished, failed, running] = [begin, 0, 0, 0];

  const text = (now: number): string => {
    const parts = [`${finished} of ${total} points`];
    if (failed > 0) parts.push(`${failed} failed`);
    const left = millisecondsLeft(now - begin, finished + running, total);
    if (left !== undefined && finished < total)
      parts.push(`${duration(left)} left, until ${timeOfDay(new Date(now + left), new Date(now))}`);
    return parts.join(', ');
  };
  const show = (): void => {
    const now = clock();
    if (now - shown < interval) return;
    shown = now;
    stream.write(stream.isTTY ? `\r\x1b[K${text(now)}` : `${text(now)}\n`);
  };
  return {
    finish(isFailure) {
      finished++;
      if (isFailure) failed++;
      show();
    },
    setRunning(shares) {
      running = shares;
      show();
    },
    end() {
      stream.write(stream.isTTY ? '\r\x1b[K' : `${text(clock())}\n`);
    },
  };
}

/** Estimates the time that is left, if the other points take as long as those so far. */
function millisecondsLeft(elapsed: number, done: number, total: number): number | undefined {
  return done > 0 ? (elapsed * Math.max(0, total - done)) / done : undefined;
}

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

function timeOfDay(end: Date, now: Date): string {
  const clock = `${String(end.getHours()).padStart(2, '0')}:${String(end.getMinutes()).padStart(2, '0')}`;
  const day = `${end.getFullYear()}-${String(end.getMonth() + 1).padStart(2, '0')}-${String(end.getDate()).padStart(2, '0')}`;
  return end.toDateString() === now.toDateString() ? clock : `${day} ${clock}`;
}
