import type { StreamName } from './capture.js';
import type { Failure } from './failure.js';
import type { MimeBundle } from './mime.js';

export interface DisplayContent {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

/** What a cell puts out while it runs: plain data, so that it can cross to another thread. */
export type Output =
  | { kind: 'stream'; name: StreamName; text: string }
  /** An error that nobody has caught, told on stderr. */
  | { kind: 'uncaught'; text: string; failure: Failure }
  | { kind: 'display'; content: DisplayContent; update: boolean }
  | { kind: 'clear'; wait: boolean };

/** Shows rich outputs sent by `globalThis[Symbol.for('Jupyter.displayData')]`. */
export type DisplaySink = (content: DisplayContent, update: boolean) => void;
