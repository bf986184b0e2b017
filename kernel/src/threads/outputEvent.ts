/** The text streams of a process. */
export type StreamName = 'stdout' | 'stderr';

/** One value in several representations, each under its MIME type. */
export type MimeBundle = Record<string, unknown>;

/** A rich output, as the Jupyter protocol words it. */
export interface DisplayContent {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

/**
 * Something that a cell writes, shows or clears while it runs: plain data that can cross to another
 * thread.
 */
export type OutputEvent =
  | { kind: 'stream'; name: StreamName; text: string }
  /** An error that the cell did not catch, reported on stderr. */
  | { kind: 'uncaught'; text: string; failure: Failure }
  | { kind: 'display'; content: DisplayContent; update: boolean }
  | { kind: 'clear'; wait: boolean };

/** An error, as the Jupyter protocol words it. */
export interface Failure {
  ename: string;
  evalue: string;
  traceback: string[];
}
