import { Session } from 'node:inspector';
import type { CellLimit } from './cellLimit.js';

/** Interval between two checks of the memory. */
const LOOK_INTERVAL_MS = 50;

/** Fraction of the heap's limit that the process must use before its heap is measured. */
const MEASURED_FRACTION = 0.6;

/** Fraction of the heap's limit at which the reader is warned. */
const WARNED_FRACTION = 0.85;

/**
 * Warns when the main thread's heap is nearly full. When it is full, Node ends the process before
 * anything can be reported.
 *
 * @param limit the limit of the heap in bytes
 */
export function createHeapLimit(limit: number): CellLimit {
  return {
    watch({ warn }) {
      let session: Session | undefined;
      let isAsking = false;

      function look(): void {
        if (isAsking || process.memoryUsage.rss() < MEASURED_FRACTION * limit) return;
        session ??= connect();
        isAsking = true;
        session.post('Runtime.getHeapUsage', (_error, usage) => {
          isAsking = false;
          const { usedSize = 0 } = (usage ?? {}) as { usedSize?: number };
          if (usedSize < WARNED_FRACTION * limit) return;
          stop();
          warn(describe(usedSize, limit));
        });
      }

      const timer = setInterval(look, LOOK_INTERVAL_MS);
      function stop(): void {
        clearInterval(timer);
        session?.disconnect();
        session = undefined;
      }
      return stop;
    },
  };
}

function connect(): Session {
  const session = new Session();
  session.connectToMainThread();
  return session;
}

function describe(used: number, limit: number): string {
  const [part, whole] = [used, limit].map((bytes) => Math.round(bytes / 2 ** 20));
  return `The JavaScript heap is nearly full: ${part} of ${whole} MB. If it fills up, Node.js ends the kernel.
Use less memory in the cell, or allow more: NODE_OPTIONS=--max-old-space-size=${2 * whole} (in MB).\n`;
}
