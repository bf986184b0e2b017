import * as timers from 'node:timers';
import type { FromEngine } from '../threads/messages.js';
import type { StreamName } from './capture.js';

// Our own, as those that cells see will belong to cells.
const { setImmediate: onNextTurn } = timers;

/** A window of time (ms), how many writes in it are passed on at once, and how much text is held of the others. */
const window = 20;
const direct = 200;
const longest = 1 << 16;

/** The engine's way out to the protocol thread. */
export interface Outlet {
  post(message: FromEngine): void;
  write(cell: number, name: StreamName, text: string): void;
}

/**
 * Passes text on as it is written, so that it is seen even if the cell never lets go of the thread again; only what a cell
 * writes at high speed is joined to larger pieces. Everything keeps its order.
 */
export function createOutlet(post: (message: FromEngine) => void): Outlet {
  let held: { cell: number; name: StreamName; text: string } | undefined;
  let since = 0;
  let posts = 0;
  let armed = false;

  function flush(): void {
    if (!held) return;
    const { cell, name, text } = held;
    held = undefined;
    posts++;
    post({ kind: 'output', cell, output: { kind: 'stream', name, text } });
  }

  function flushSoon(): void {
    if (armed) return;
    armed = true;
    onNextTurn(() => {
      armed = false;
      flush();
    });
  }

  return {
    post(message) {
      flush();
      post(message);
    },
    write(cell, name, text) {
      if (held && (held.name !== name || held.cell !== cell)) flush();
      held = { cell, name, text: (held?.text ?? '') + text };
      const now = performance.now();
      if (now - since >= window) {
        since = now;
        posts = 0;
      }
      if (posts < direct || held.text.length >= longest) flush();
      else flushSoon();
    },
  };
}
