import { NotebookError } from '../notebook/types.js';
import { runNotebook } from './runNotebook.js';
import type { CellFailure, RunOptions, RunResult } from './types.js';

/**
 * Runs notebooks, each in a kernel process of its own, at most `jobs` (default 1) at a time. The
 * results have the order of the paths; `onResult` is called as soon as a notebook ends. A notebook
 * that cannot be read fails, and the others still run.
 *
 * @example
 * const results = await runNotebooks(['a.ipynb', 'b.ipynb'], { jobs: 2 });
 * const failed = results.filter((result) => result.failure);
 */
export async function runNotebooks(
  paths: readonly string[],
  options: RunOptions & { jobs?: number; onResult?: (result: RunResult) => void } = {},
): Promise<RunResult[]> {
  const { jobs = 1, onResult, signal, ...rest } = options;
  const failed = new AbortController();
  const runOptions = { ...rest, signal: AbortSignal.any([failed.signal, ...(signal ? [signal] : [])]) };
  const results: RunResult[] = [];
  const queue = [...paths.entries()];

  async function work(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [i, path] = next;
      const result = await runNotebook(path, runOptions).catch((error: unknown) => unreadable(path, error));
      results[i] = result;
      onResult?.(result);
    }
  }

  const workers = Array.from({ length: Math.min(Math.max(1, jobs), paths.length) }, () =>
    work().catch((error) => {
      // Nothing goes on after the caller has received an error.
      failed.abort();
      throw error;
    }),
  );
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return results;
}

/** Makes the result of a notebook that cannot be read, for example because it was removed. */
function unreadable(path: string, error: unknown): RunResult {
  if (!(error instanceof NotebookError)) throw error;
  const notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  const evalue = error.message.slice(path.length + 2);
  const failure: CellFailure = {
    notebook: path,
    cell: 0,
    kind: 'unreadable',
    ename: error.name,
    evalue,
    traceback: [],
  };
  return { path, notebook, text: '', failure, elapsedMs: 0 };
}
