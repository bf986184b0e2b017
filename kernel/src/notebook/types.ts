/** A notebook of nbformat 4, with multi-line text as one string. */

export type MimeBundle = Record<string, unknown>;
type Metadata = Record<string, unknown>;

export interface StreamOutput {
  output_type: 'stream';
  name: 'stdout' | 'stderr';
  text: string;
}

export interface DisplayData {
  output_type: 'display_data';
  data: MimeBundle;
  metadata: Metadata;
}

export interface ExecuteResult {
  output_type: 'execute_result';
  data: MimeBundle;
  metadata: Metadata;
  execution_count: number | null;
}

export interface ErrorOutput {
  output_type: 'error';
  ename: string;
  evalue: string;
  traceback: string[];
}

export type Output = StreamOutput | DisplayData | ExecuteResult | ErrorOutput;

export interface CodeCell {
  cell_type: 'code';
  id?: string;
  metadata: Metadata;
  source: string;
  outputs: Output[];
  execution_count: number | null;
}

export interface TextCell {
  cell_type: 'markdown' | 'raw';
  id?: string;
  metadata: Metadata;
  source: string;
  attachments?: Record<string, MimeBundle>;
}

export type Cell = CodeCell | TextCell;

export interface Notebook {
  cells: Cell[];
  metadata: Metadata;
  nbformat: number;
  nbformat_minor: number;
}

/** A notebook file that cannot be read. The message begins with its path. */
export class NotebookError extends Error {
  override name = 'NotebookError';
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}
