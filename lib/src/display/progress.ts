import { inNode } from '../foundation/builtin.js';
import { display, isNotebook } from './display.js';
import { progressBundle, progressText } from './progressView.js';

/** A bar that is moved while work goes on. */
export interface Progress {
  /** Moves on by `steps` (default 1). A note stands behind the bar until the next one. */
  advance(steps?: number, note?: string): void;
  /** Draws the bar a last time where it stands; work that was cut short ends so, with a note that says why. */
  end(note?: string): void;
}

export interface ProgressOptions {
  /** What is being done, written before the bar. */
  label?: string;
  /** What is counted, as 'steps': while it moves, the bar tells how many of them pass in a second. */
  unit?: string;
}

/** Where a bar is drawn. `last` is the drawing that stays. */
type Draw = (done: number, note: string, last: boolean) => void;

/** Milliseconds between two drawings. */
const interval = 100;

/**
 * Shows how far work has come: in a notebook as a bar that is updated in place, in a terminal as one line, and elsewhere (a log, a pipe)
 * as a plain line at every tenth. Terminals and logs are written to on standard error.
 *
 * `progress.of(items, options)` goes through an array, or anything with a length or size, and moves a bar by one an item.
 * `progress.follow(options)` is a callback that puts a bar to where it is told, as `onProgress` of `simulate` does.
 *
 * @param total the number of steps, a whole number from 1
 * @throws RangeError if `total` is anything else
 * @example
 * ```ts
 * import { progress } from 'initlab';
 * const bar = progress(3, { label: 'training' });
 * for (let step = 0; step < 3; step++) bar.advance();
 * for (const width of progress.of([64, 128, 256])) console.log(width);
 * const follow = progress.follow({ label: 'nets' });
 * for (const done of [10, 25, 40]) follow(done, 40);
 * ```
 */
export const progress: {
  (total: number, options?: ProgressOptions): Progress;
  of<T>(items: Iterable<T> & ({ length: number } | { size: number }), options?: ProgressOptions): Generator<T>;
  follow(options?: ProgressOptions): (done: number, total: number) => void;
} = Object.assign(start, { of, follow });

function start(total: number, { label = '', unit }: ProgressOptions = {}): Progress {
  if (!Number.isInteger(total) || total < 1) {
    throw new RangeError(`progress: total must be a whole number from 1, not ${total}`);
  }
  const draw = isNotebook()
    ? inNotebook(total, label)
    : inNode && process.stderr.isTTY
      ? inTerminal(total, label)
      : inLog(total, label);
  const from = performance.now();
  let done = 0;
  let note = '';
  let ended = false;
  const end = (lastNote?: string): void => {
    if (ended && lastNote === undefined) return;
    ended = true;
    note = lastNote ?? note;
    draw(done, note, true);
  };
  draw(0, note, false);
  return {
    advance(steps = 1, newNote = note) {
      if (ended) return;
      done = Math.min(total, done + steps);
      note = newNote;
      if (done === total) end();
      else draw(done, joined(note, unit && rate(done, performance.now() - from, unit)), false);
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

function joined(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join('  ');
}

function rate(done: number, milliseconds: number, unit: string): string {
  return `${Number(((1000 * done) / Math.max(1, milliseconds)).toPrecision(2))} ${unit}/s`;
}

function follow(options?: ProgressOptions): (done: number, total: number) => void {
  let bar: Progress | undefined;
  let before = 0;
  return (done, total) => {
    bar ??= start(total, options);
    bar.advance(done - before);
    before = done;
  };
}

function inNotebook(total: number, label: string): Draw {
  const id = crypto.randomUUID();
  let first = true;
  return sparing((done, note) => {
    // Marked, so that a notebook can be published without its bars.
    const metadata = { initlab: { progress: true } };
    display(progressBundle(done, total, label, note), { id, update: !first, metadata });
    first = false;
  });
}

function inTerminal(total: number, label: string): Draw {
  return sparing((done, note, last) => {
    const text = progressText(done, total, label, note).slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\x1b[2K${text}${last ? '\n' : ''}`);
  });
}

/** Draws at most every tenth of a second; the first and the last drawing always. */
function sparing(draw: Draw): Draw {
  let next = Number.NEGATIVE_INFINITY;
  return (done, note, last) => {
    const now = performance.now();
    if (!last && now < next) return;
    next = now + interval;
    draw(done, note, last);
  };
}

function inLog(total: number, label: string): Draw {
  let written = 0;
  return (done, note, last) => {
    const tenth = Math.floor((10 * done) / total);
    if (!last && tenth <= written) return;
    written = tenth;
    const text = progressText(done, total, label, note);
    if (inNode) process.stderr.write(`${text}\n`);
    else console.info(text);
  };
}
