import { describe, optionsObject } from '../foundation/argument.js';
import { inNode } from '../foundation/builtin.js';
import { display, isNotebook } from './display.js';
import { progressBundle, progressText } from './progressView.js';

/** Progress bar. */
export interface Progress {
  /** Advances the bar by `steps` (default 1). A note stays after the bar until the next note. */
  advance(steps?: number, note?: string): void;
  /** Draws the bar for the last time. If the work stops early, the note can say why. */
  end(note?: string): void;
}

export interface ProgressOptions {
  /** Label before the bar, which says what is being done. */
  label?: string;
  /** Unit of the steps, for example 'steps'. If given, the moving bar shows units per second. */
  unit?: string;
}

/** Draws a bar. What is drawn last stays. */
type Draw = (done: number, note: string, isLast: boolean) => void;

/** Shortest time between two drawings. */
const DRAW_INTERVAL_MS = 100;

/**
 * Shows the progress of work. A notebook shows a bar that is updated in place, a terminal shows one
 * line, and a log or pipe gets a plain line at every tenth. Terminals and logs are written on
 * standard error.
 *
 * `progress.of(items, options)` iterates over an array, or anything with a length or size, and
 * advances the bar by one per item. `progress.follow(options)` returns a callback that sets the
 * bar, for example for the option `onProgress` of `simulate`.
 *
 * @param total the number of steps, a whole number of at least 1
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

function start(total: number, options: ProgressOptions = {}): Progress {
  if (!Number.isInteger(total) || total < 1) {
    throw new RangeError(`progress: total must be a whole number of at least 1, not ${describe(total)}`);
  }
  optionsObject(options, 'progress', "{ label: 'training' }");
  const { label = '', unit } = options;
  const draw = isNotebook()
    ? notebookDraw(total, label)
    : inNode && process.stderr.isTTY
      ? terminalDraw(total, label)
      : logDraw(total, label);
  const from = performance.now();
  let done = 0;
  let note = '';
  let hasEnded = false;
  const end = (lastNote?: string): void => {
    if (hasEnded && lastNote === undefined) return;
    hasEnded = true;
    note = lastNote ?? note;
    draw(done, note, true);
  };
  draw(0, note, false);
  return {
    advance(steps = 1, newNote = note) {
      if (hasEnded) return;
      done = Math.min(total, done + steps);
      note = newNote;
      if (done === total) end();
      else draw(done, joinParts(note, unit && rate(done, performance.now() - from, unit)), false);
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

function joinParts(...parts: (string | undefined)[]): string {
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

function notebookDraw(total: number, label: string): Draw {
  const id = crypto.randomUUID();
  let first = true;
  return throttle((done, note) => {
    // The mark lets a notebook be published without its bars.
    const metadata = { initlab: { progress: true } };
    display(progressBundle(done, total, label, note), { id, update: !first, metadata });
    first = false;
  });
}

function terminalDraw(total: number, label: string): Draw {
  return throttle((done, note, isLast) => {
    const text = progressText(done, total, label, note).slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r\x1b[2K${text}${isLast ? '\n' : ''}`);
  });
}

/** Limits drawing to once per interval. The first and the last state are always drawn. */
function throttle(draw: Draw): Draw {
  let next = Number.NEGATIVE_INFINITY;
  return (done, note, isLast) => {
    const now = performance.now();
    if (!isLast && now < next) return;
    next = now + DRAW_INTERVAL_MS;
    draw(done, note, isLast);
  };
}

function logDraw(total: number, label: string): Draw {
  let written = 0;
  return (done, note, isLast) => {
    const tenth = Math.floor((10 * done) / total);
    if (!isLast && tenth <= written) return;
    written = tenth;
    const text = progressText(done, total, label, note);
    if (inNode) process.stderr.write(`${text}\n`);
    else console.info(text);
  };
}
