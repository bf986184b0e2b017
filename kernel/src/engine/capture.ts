import { writeSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

export type StreamName = 'stdout' | 'stderr';

/** From here on everything written to process.stdout and process.stderr goes to `onText`. */
export function captureStreams(onText: (name: StreamName, text: string) => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    const write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
      if (text !== '') onText(name, text);
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') queueMicrotask(done as () => void);
      return true;
    };
    process[name].write = write as typeof process.stdout.write;
  }
}

/** The kernel's own trouble: to the process's real stderr, never into a cell. */
export function reportTrouble(text: string): void {
  writeSync(2, `${text}\n`);
}
