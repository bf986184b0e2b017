import * as timers from 'node:timers';
import { createCoalescer } from '../../threads/coalescer.js';
import type { FromEngine } from '../../threads/messages.js';
import type { StreamName } from '../../threads/outputEvent.js';

// Node's own timers, because the global ones will be replaced with timers that belong to cells.
const { setImmediate: onNextTurn } = timers;

/** Length of the time window in which writes are counted. */
const WINDOW_MS = 20;

/** Number of writes in one window that are passed on at once. Further writes are collected. */
const MAX_PROMPT_WRITES = 200;

/** The way by which the engine's messages reach the protocol thread. */
export interface OutputStream {
  /** Sends a message after all text that was written before it. */
  post(message: FromEngine): void;
  write(cell: number, name: StreamName, text: string): void;
}

/**
 * Creates the output stream.
 *
 * It passes text on as it is written, so that a reader sees the text even if the cell never yields
 * the thread again. Writes are only joined if a cell writes very fast. All messages keep their
 * order.
 */
export function createOutputStream(post: (message: FromEngine) => void): OutputStream {
  let windowStart = 0;
  let promptWrites = 0;

  function isPrompt(): boolean {
    const now = performance.now();
    if (now - windowStart >= WINDOW_MS) {
      windowStart = now;
      promptWrites = 0;
    }
    return promptWrites++ < MAX_PROMPT_WRITES;
  }

  const streams = createCoalescer<number>(
    (name, text, cell) => post({ kind: 'output', cell, event: { kind: 'stream', name, text } }),
    { isFlushedAtOnce: isPrompt, flushLater: onNextTurn },
  );
  return {
    post(message) {
      streams.flush();
      post(message);
    },
    write: (cell, name, text) => streams.write(name, text, cell),
  };
}
