import { runNotebook } from './run-notebook.js';
import type { RunOptions, RunResult } from './types.js';

/**
 * Runs notebooks, each in a kernel process of its own, at most `jobs` (default 1) at a time. The results come in the
 * order of the paths; `onResult` is called as each notebook ends.
 *
 * @example
 * const results = await runNotebooks(['a.ipynb', 'b.ipynb'], { jobs: 2 });
 * const failed = results.filter((result) => result.failure);
 */
export async function runNotebooks(
  paths: readonly string[],
  options: RunOptions & { jobs?: number; onResult?: (result: RunResult) => void } = {},
): Promise<RunResult[]> {
  const { jobs = 1, onResult, ...runOptions } = options;
  const results: RunResult[] = [];
  const waiting = [...paths.entries()];

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [i, path] = next;
      const result = await runNotebook(path, runOptions);
      results[i] = result;
      onResult?.(result);
    }
  }

  await Promise.all(Array.from({ length: Math.min(Math.max(1, jobs), paths.length) }, work));
  return results;
}
