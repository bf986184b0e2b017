import type { Completions } from 'initlab-kernel/language';

/** The code of a cell, and its name in messages: `In [3]`. */
export interface CellCode {
  code: string;
  label: string;
}

/** A text with a place in the last of some cells, which see the names of those before them. */
export interface Place {
  cells: readonly CellCode[];
  position: number;
}

/** A part of a cell that is wrong. */
export interface CellError {
  start: number;
  length: number;
  message: string;
}

/** A call that is being written, as far as the reader needs it. */
export interface Signature {
  before: string;
  /** The parameter that is written now. */
  current: string;
  after: string;
  /** Part of the doc comment about the parameter, or about the function. */
  docs: string;
}

/** The questions about the last of some cells, each with the form of its answer. */
export interface Answers {
  errors: CellError[];
  completions: Completions;
  /** Markdown about the name that would complete the code. */
  completion: string | undefined;
  /** Markdown about the name at the place. */
  name: string | undefined;
  signature: Signature | undefined;
}

export type QuestionKind = keyof Answers;

export interface Question extends Place {
  id: number;
  kind: QuestionKind;
  /** The name that would complete the code, for the question about it. */
  name?: string | undefined;
}

export interface Answer {
  id: number;
  /** Is undefined if there is none. */
  answer: Answers[QuestionKind] | undefined;
}
