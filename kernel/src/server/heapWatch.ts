import { Session } from 'node:inspector';

/** Milliseconds between two looks. */
const interval = 50;

/** The part of the heap's limit that the process must use before its heap is looked at, and the part that the reader is told of. */
const [worthALook, nearlyFull] = [0.6, 0.85];

/** Watches the main thread's heap: when it is full, node ends the process at once and nobody can be told any more. */
export interface HeapWatch {
  /** Calls back once if the heap is nearly full; the function that is returned ends the watch. */
  watch(tell: (text: string) => void): () => void;
}

export function createHeapWatch(limit: number): HeapWatch {
  return {
    watch(tell) {
      let session: Session | undefined;
      let asked = false;

      function look(): void {
        if (asked || process.memoryUsage.rss() < worthALook * limit) return;
        session ??= connect();
        asked = true;
        session.post('Runtime.getHeapUsage', (_error, usage) => {
          asked = false;
          const { usedSize = 0 } = (usage ?? {}) as { usedSize?: number };
          if (usedSize < nearlyFull * limit) return;
          stop();
          tell(warning(usedSize, limit));
        });
      }

      const timer = setInterval(look, interval);
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

function warning(used: number, limit: number): string {
  const [part, whole] = [used, limit].map((bytes) => Math.round(bytes / 2 ** 20));
  return `The JavaScript heap is nearly full: ${part} of ${whole} MB. If it fills up, node ends the kernel.
Use less memory in the cell, or allow more: NODE_OPTIONS=--max-old-space-size=${2 * whole} (in MB).\n`;
}
