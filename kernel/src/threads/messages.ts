import type { MessagePort } from 'node:worker_threads';
import type { ModuleRequest } from '../compiler/syntax/types.js';
import type { Failure, MimeBundle, OutputEvent } from './outputEvent.js';

/** A cell that is to run. Later output is assigned to the cell by its number. */
export interface CellRequest {
  cell: number;
  code: string;
  /** The name of the cell in tracebacks: `In [3]`. */
  label: string;
  /** Whether the client allows input. */
  allowStdin: boolean;
  /** Expressions that the client wants evaluated after the cell, by name. */
  expressions: Record<string, string>;
}

/** The result of a cell or of an expression. */
export type Outcome = { status: 'ok'; value?: MimeBundle } | ({ status: 'error' } & Failure);

/** The result of a cell, with the results of the expressions that were evaluated after it. */
export type CellOutcome = Outcome & { expressions?: Record<string, Outcome> };

/** Whether code can run as it is; if it needs more lines, with the indent of the next one. */
export type Completeness = { status: 'complete' | 'invalid' } | { status: 'incomplete'; indent: string };

/** Names that can replace the text between two offsets. */
export interface Completions {
  matches: string[];
  /** The kind of each match: `function`, `class`, … */
  kinds: string[];
  start: number;
  end: number;
}

/** A module that code imports, ready to be loaded. */
export interface ResolvedModule extends ModuleRequest {
  /** The path of the local file, if the module is one that the kernel compiles. */
  path: string | undefined;
}

/** A local file that a cell imports, compiled, or JSON as it is. */
export interface LocalFile {
  path: string;
  /** Changes when the file is edited. */
  version: string;
  code: string;
  map: string;
  modules: ResolvedModule[];
  isJson: boolean;
}

/** A cell that has run, with the names that it reached. */
export interface FinishedCell {
  cell: number;
  code: string;
  label: string;
  reached: readonly string[];
}

/** The result of compiling code: JavaScript, or the reasons why it does not run. */
export type CompileAnswer =
  | { status: 'refused'; failure: Failure }
  | {
      status: 'ready';
      code: string;
      map: string;
      modules: ResolvedModule[];
      /** The local files that the modules are, with all that these import. */
      files: LocalFile[];
      /** Advice for the reader, although the code runs. */
      advice: string[];
    };

/** The types of names and whatever else the compiler knows, as text and as Markdown. */
export interface Inspection {
  text: string;
  markdown: string;
}

/** A message from the protocol thread to the engine. */
export type ToEngine =
  | { kind: 'call'; id: number; method: string; args: unknown[] }
  | { kind: 'interrupt' }
  /** A line of text for `process.stdin`. */
  | { kind: 'line'; text: string }
  /** A question for the compiler is waiting, which has ended for a while. */
  | { kind: 'wake' }
  | { kind: 'exit' };

/**
 * A message from the engine to the protocol thread. One port carries them all, so they arrive in
 * order.
 */
export type FromEngine =
  | Answer
  | { kind: 'output'; cell: number; event: OutputEvent }
  | { kind: 'input'; cell: number; request: InputRequest }
  /** No code of the cell is left that could still print. */
  | { kind: 'forgotten'; cell: number }
  /** The compiler has started, and can be asked through this port, or has ended for a while. */
  | { kind: 'compiler'; port: MessagePort | undefined }
  /** The main thread has heard an interrupt. */
  | { kind: 'interrupted' }
  /** The process is about to end. */
  | { kind: 'ending'; cell: number; reason: string };

/** The result of a call, or the error that it threw. */
export type Answer = { kind: 'answer'; id: number; value: unknown } | { kind: 'failure'; id: number; failure: Failure };

/** A question for a line of text. */
export interface InputRequest {
  prompt: string;
  password: boolean;
  /** Whether the main thread is blocked until the answer arrives. */
  isBlocking: boolean;
}
