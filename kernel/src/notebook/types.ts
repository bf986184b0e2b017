import type { MimeBundle } from '../threads/outputEvent.js';
import { oneLine } from '../wire/oneLine.js';

export type { MimeBundle } from '../threads/outputEvent.js';

type Metadata = Record<string, unknown>;

/** Text that a cell wrote to stdout or stderr. */
export interface StreamOutput {
  output_type: 'stream';
  name: 'stdout' | 'stderr';
  text: string;
}

/** A rich output that a cell showed while it ran. */
export interface DisplayData {
  output_type: 'display_data';
  data: MimeBundle;
  metadata: Metadata;
}

/** The value of a cell's last expression. */
export interface ExecuteResult {
  output_type: 'execute_result';
  data: MimeBundle;
  metadata: Metadata;
  execution_count: number | null;
}

/** The error that ended a cell. */
export interface ErrorOutput {
  output_type: 'error';
  ename: string;
  evalue: string;
  traceback: string[];
}

/** An output of a cell, as a notebook keeps it. */
export type Output = StreamOutput | DisplayData | ExecuteResult | ErrorOutput;

/** A cell whose code a kernel runs. */
export interface CodeCell {
  cell_type: 'code';
  id?: string;
  metadata: Metadata;
  source: string;
  outputs: Output[];
  execution_count: number | null;
}

/** A cell of prose, or of raw text that is passed through. */
export interface TextCell {
  cell_type: 'markdown' | 'raw';
  id?: string;
  metadata: Metadata;
  source: string;
  attachments?: Record<string, MimeBundle>;
}

/** A cell of a notebook. */
export type Cell = CodeCell | TextCell;

/** A notebook of nbformat 4, with multi-line text as one string. */
export interface Notebook {
  cells: Cell[];
  metadata: Metadata;
  nbformat: number;
  nbformat_minor: number;
}

/** Reports a notebook file that cannot be read. The message begins with the path. */
export class NotebookError extends Error {
  override name = 'NotebookError';
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`${path}: ${oneLine(problem)}`);
    this.path = path;
  }
}
