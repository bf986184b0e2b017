/** A cell that the page wants run. The worker runs one after another. */
export interface RunRequest {
  cell: number;
  code: string;
  /** The name of the cell in errors: `In [3]`. */
  label: string;
}

/** A message of the worker to the page. `content` is that of the Jupyter protocol. */
export type FromWorker =
  | { kind: 'output'; cell: number; type: string; content: Record<string, unknown> }
  | { kind: 'done'; cell: number; isOk: boolean };
