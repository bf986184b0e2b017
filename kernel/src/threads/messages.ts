import type { Failure } from '../engine/failure.js';
import type { Output } from '../engine/output.js';

/** A cell that is to run. Its number is how output that it makes later finds its way back. */
export interface CellRequest {
  cell: number;
  code: string;
  /** What tracebacks call the cell: `In [3]`. */
  label: string;
  /** Whether the client can be asked for input. */
  allowStdin: boolean;
  /** Expressions that the client wants evaluated after the cell, by name. */
  expressions: Record<string, string>;
}

/** The protocol thread to the engine. */
export type ToEngine =
  | { kind: 'call'; id: number; method: string; args: unknown[] }
  | { kind: 'interrupt' }
  | { kind: 'line'; text: string }
  | { kind: 'exit' };

/** The engine to the protocol thread. All of it travels through one port, so it arrives in the order it was sent. */
export type FromEngine =
  | Answer
  | { kind: 'output'; cell: number; output: Output }
  | { kind: 'ask'; cell: number; question: Question }
  | { kind: 'stopped' }
  | { kind: 'ending'; cell: number; reason: string };

/** What a call has come to. */
export type Answer = { kind: 'answer'; id: number; value: unknown } | { kind: 'failure'; id: number; failure: Failure };

/** Asks the client for a line of text. */
export interface Question {
  prompt: string;
  password: boolean;
  /** Whether the main thread stands still until the answer is there. */
  blocking: boolean;
}
