import { dirname, resolve } from 'node:path';
import { type Kernel, KernelDied, startKernel } from '../client/kernel.js';
import { createOutputCollector } from '../notebook/outputs.js';
import type { CodeCell, Notebook } from '../notebook/types.js';
import {
  describeDeath,
  errorFailure,
  interruptedFailure,
  type Problem,
  timeoutFailure,
  uncaughtFailure,
} from './problems.js';
import { readRunnable } from './readRunnable.js';
import type { FailureKind, Progress, RunOptions, RunResult } from './types.js';

const defaultTimeout = 600;

/** What the kernel has shown in the cell itself. */
const shown: FailureKind[] = ['error', 'uncaught'];

/** Milliseconds; what is longer would fire at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * Runs a notebook's code cells in order, in a kernel process of its own whose current folder is the notebook's.
 *
 * The file itself is left alone; the notebook in the result carries the new outputs. A cell that throws ends the run
 * (unless it has the tag `raises-exception`, or `allowErrors` is set), also if it throws later and elsewhere, in a timer, an
 * event or a promise, where nothing catches it; as does a cell that takes longer than `timeout`, a kernel that dies and an aborted signal: then the result has a `failure`, and the cells after it have no outputs. In
 * every case the kernel process has ended when the promise resolves.
 *
 * Throws a {@link NotebookError} if the file is not a TypeScript notebook.
 *
 * @example
 * const { notebook, failure } = await runNotebook('notebooks/01-variance-math.ipynb', { timeout: 60 });
 * if (failure) console.error(describeFailure(failure));
 */
export async function runNotebook(path: string, options: RunOptions = {}): Promise<RunResult> {
  const { timeout = defaultTimeout } = options;
  if (!(timeout > 0)) throw new RangeError(`timeout is ${timeout}; it must be a number of seconds above 0`);
  const notebook = readRunnable(path);
  const started = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - started);
  const cells = clearOutputs(notebook);
  const report = (phase: Progress['phase'], cell: number): void =>
    options.onProgress?.({ notebook: path, cell, cells: cells.length, elapsedMs: elapsedMs(), phase });

  let current = 0;
  report('starting', 0);
  const problem = await runCells(path, cells, { ...options, timeout }, (cell) => {
    current = cell;
    report('running', cell);
  });
  if (problem && !shown.includes(problem.kind)) noteInOutputs(cells[current - 1], problem);
  report(problem ? 'failed' : 'done', current);
  const result = { path, notebook, elapsedMs: elapsedMs() };
  return problem ? { ...result, failure: { notebook: path, cell: current, ...problem } } : result;
}

/** Runs the cells until one fails, and says how. The kernel has ended when this resolves. */
async function runCells(
  path: string,
  cells: CodeCell[],
  options: RunOptions & { timeout: number },
  onCell: (cell: number) => void,
): Promise<Problem | undefined> {
  const { signal, timeout } = options;
  let kernel: Kernel | undefined;
  try {
    signal?.throwIfAborted();
    kernel = await startKernel({ folder: dirname(resolve(path)), ...(signal && { signal }) });
    // A cell's time does not begin before the compiler is there.
    await kernel.request('shell', 'is_complete_request', { code: '' });
    const collector = createOutputCollector();
    let uncaught: Problem | undefined;
    for (const [i, cell] of cells.entries()) {
      onCell(i + 1);
      cell.execution_count = i + 1;
      const reply = await limited(
        timeout,
        kernel,
        kernel.execute(cell.source, (message) => {
          collector.add(cell, message);
          if (!options.allowErrors && !mayFail(cell)) uncaught ??= uncaughtFailure(message, i + 1);
        }),
      );
      if (reply === 'late') return timeoutFailure(timeout);
      if (reply.content.status === 'error' && !options.allowErrors && !mayFail(cell)) {
        return errorFailure(reply.content, i + 1);
      }
      if (uncaught) return uncaught;
    }
    await kernel.shutdown();
    return uncaught;
  } catch (error) {
    if (signal?.aborted) return interruptedFailure();
    if (error instanceof KernelDied) return describeDeath(error.exit, dirname(resolve(path)));
    throw error;
  } finally {
    await kernel?.kill();
  }
}

/** A cell that was stopped says so in the notebook too; one that threw has done so itself. */
function noteInOutputs(cell: CodeCell | undefined, { ename, evalue, traceback }: Problem): void {
  cell?.outputs.push({ output_type: 'error', ename, evalue, traceback: [`${ename}: ${evalue}`, ...traceback] });
}

/** Waits for the reply, but no longer than `seconds`; then the kernel is killed. */
async function limited<T>(seconds: number, kernel: Kernel, reply: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(() => done('late'), Math.min(seconds * 1000, longestTimer));
  });
  try {
    const first = await Promise.race([reply, late]);
    if (first !== 'late') return first;
    reply.catch(() => {});
    await kernel.kill();
    return 'late';
  } finally {
    clearTimeout(timer);
  }
}

/** The cells that will run, all cells without the outputs of an earlier run. */
function clearOutputs(notebook: Notebook): CodeCell[] {
  const code = notebook.cells.filter((cell) => cell.cell_type === 'code');
  for (const cell of code) {
    cell.outputs = [];
    cell.execution_count = null;
  }
  return code.filter((cell) => cell.source.trim() !== '');
}

function mayFail(cell: CodeCell): boolean {
  return Array.isArray(cell.metadata.tags) && cell.metadata.tags.includes('raises-exception');
}
