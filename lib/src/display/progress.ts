import { randomUUID } from 'node:crypto';
import { display, isNotebook } from './display.js';
import { progressBundle, progressText } from './progressView.js';

/** A bar that is moved while work goes on. */
export interface Progress {
  /** Moves on by `steps` (default 1). */
  advance(steps?: number): void;
  /** Draws the bar a last time where it stands; work that was cut short ends so. */
  end(): void;
}

export interface ProgressOptions {
  /** What is being done, written before the bar. */
  label?: string;
}

/** Where a bar is drawn. `last` is the drawing that stays. */
type Draw = (done: number, last: boolean) => void;

/** Milliseconds between two drawings. */
const interval = 100;

/**
 * Shows how far work has come: in a notebook as a bar that is updated in place, in a terminal as one line, and elsewhere (a log, a pipe)
 * as a plain line at every tenth. Terminals and logs are written to on standard error.
 *
 * `progress.of(items, options)` goes through an array, or anything with a length or size, and moves a bar by one an item.
 *
 * @param total the number of steps, a whole number from 1
 * @throws RangeError if `total` is anything else
 * @example
 * ```ts
 * import { progress } from 'initlab';
 * const bar = progress(3, { label: 'training' });
 * for (let step = 0; step < 3; step++) bar.advance();
 * for (const width of progress.of([64, 128, 256])) console.log(width);
 * ```
 */
export const progress: {
  (total: number, options?: ProgressOptions): Progress;
  of<T>(items: Iterable<T> & ({ length: number } | { size: number }), options?: ProgressOptions): Generator<T>;
} = Object.assign(start, { of });

function start(total: number, { label = '' }: ProgressOptions = {}): Progress {
  if (!Number.isInteger(total) || total < 1) {
    throw new RangeError(`progress: total must be a whole number from 1, not ${total}`);
  }
  const draw = isNotebook()
    ? inNotebook(total, label)
    : process.stderr.isTTY
      ? inTerminal(total, label)
      : inLog(total, label);
  let done = 0;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    draw(done, true);
  };
  draw(0, false);
  return {
    advance(steps = 1) {
      if (ended) return;
      done = Math.min(total, done + steps);
      if (done === total) end();
      else draw(done, false);
    },
    end,
  };
}

function* of<T>(items: Iterable<T> & ({ length: number } | { size: number }), options?: ProgressOptions): Generator<T> {
  const total = 'length' in items ? items.length : items.size;
  if (total === 0) return;
  const bar = start(total, options);
  try {
    for (const item of items) {
      yield item;
      bar.advance();
    }
  } finally {
    bar.end();
  }
}

function inNotebook(total: number, label: string): Draw {
  const id = randomUUID();
  let first = true;
  return sparing((done) => {
    // Marked, so that a notebook can be published without its bars.
    const metadata = { initlab: { progress: true } };
    display(progressBundle(done, total, label), { id, update: !first, metadata });
    first = false;
  });
}

function inTerminal(total: number, label: string): Draw {
  return sparing((done, last) => {
    const text = progressText(done, total, label).slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\x1b[2K${text}${last ? '\n' : ''}`);
  });
}

/** Draws at most every tenth of a second; the first and the last drawing always. */
function sparing(draw: Draw): Draw {
  let next = Number.NEGATIVE_INFINITY;
  return (done, last) => {
    const now = performance.now();
    if (!last && now < next) return;
    next = now + interval;
    draw(done, last);
  };
}

function inLog(total: number, label: string): Draw {
  let written = 0;
  return (done, last) => {
    const tenth = Math.floor((10 * done) / total);
    if (!last && tenth <= written) return;
    written = tenth;
    process.stderr.write(`${progressText(done, total, label)}\n`);
  };
}
