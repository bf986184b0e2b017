import { StringDecoder } from 'node:string_decoder';
import type { StreamName } from '../../threads/outputEvent.js';

/** Redirects all text that is written to process.stdout and process.stderr to `onText`. */
export function captureStreams(onText: (name: StreamName, text: string) => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const decoder = new StringDecoder('utf8');
    const write = (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown): boolean => {
      const text = typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk));
      if (text !== '') onText(name, text);
      const onDone = typeof encoding === 'function' ? encoding : callback;
      if (typeof onDone === 'function') queueMicrotask(onDone as () => void);
      return true;
    };
    process[name].write = write as typeof process.stdout.write;
  }
}
