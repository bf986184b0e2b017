import { dirname, resolve } from 'node:path';
import { type Kernel, KernelDied, startKernel } from '../client/kernel.js';
import { createOutputCollector } from '../notebook/outputs.js';
import type { CodeCell, Notebook } from '../notebook/types.js';
import {
  describeDeath,
  describeError,
  describeInterruption,
  describeLateStart,
  describeRefusal,
  describeTimeout,
  describeUncaught,
  type Problem,
} from './problems.js';
import { readRunnableFile } from './readRunnable.js';
import type { FailureKind, Progress, RunOptions, RunResult } from './types.js';

const DEFAULT_TIMEOUT_S = 600;
const DEFAULT_START_TIMEOUT_S = 120;
const DEFAULT_MAX_OUTPUT_MILLIONS = 64;

/** Kinds of failures that the kernel itself shows in the cell. */
const SHOWN_BY_KERNEL: FailureKind[] = ['error', 'uncaught'];

/** The longest possible delay of a timer. With a longer delay, it would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs a notebook's code cells in order, in a kernel process of its own whose current folder is the
 * notebook's. A notebook without code cells needs no kernel.
 *
 * The file itself does not change; the notebook in the result has the new outputs. A run ends early
 * if
 *
 * - a cell throws, or a timer, an event or a promise of the cell throws and nothing catches the
 *   error (unless the cell has the tag `raises-exception`, or `allowErrors` is set),
 * - a cell takes longer than `timeout`,
 * - the kernel dies, or
 * - the signal is aborted.
 *
 * The result then has a `failure`, and the later cells have no outputs. The kernel process has
 * always ended when the promise resolves.
 *
 * Throws a {@link NotebookError} if the file is not a TypeScript notebook.
 *
 * @example
 * const { notebook, failure } = await runNotebook('notebooks/01-variance-math.ipynb', { timeout: 60 });
 * if (failure) console.error(describeFailure(failure));
 */
export async function runNotebook(path: string, options: RunOptions = {}): Promise<RunResult> {
  const {
    timeout = DEFAULT_TIMEOUT_S,
    startTimeout = DEFAULT_START_TIMEOUT_S,
    maxOutput = DEFAULT_MAX_OUTPUT_MILLIONS,
  } = options;
  checkPositive(timeout, 'timeout', 'seconds');
  checkPositive(startTimeout, 'startTimeout', 'seconds');
  checkPositive(maxOutput, 'maxOutput', 'millions of characters');
  const { notebook, text } = readRunnableFile(path);
  const started = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - started);
  const cells = clearOutputs(notebook);
  const emitProgress = (phase: Progress['phase'], cell: number): void =>
    options.onProgress?.({ notebook: path, cell, cells: cells.length, elapsedMs: elapsedMs(), phase });

  let current = 0;
  emitProgress('starting', 0);
  const problem = await runCells(notebook, path, cells, { ...options, timeout, startTimeout, maxOutput }, (cell) => {
    current = cell;
    emitProgress('running', cell);
  });
  if (problem && !SHOWN_BY_KERNEL.includes(problem.kind)) showProblem(cells[current - 1], problem);
  emitProgress(problem ? 'failed' : 'done', current);
  const result = { path, notebook, text, elapsedMs: elapsedMs() };
  return problem ? { ...result, failure: { notebook: path, cell: current, ...problem } } : result;
}

function checkPositive(value: number, name: string, unit: string): void {
  if (!(value > 0)) throw new RangeError(`${name} is ${value}; it must be a number of ${unit} above 0`);
}

/** Runs the cells until one fails, and resolves with the reason. The kernel has then ended. */
async function runCells(
  notebook: Notebook,
  path: string,
  cells: CodeCell[],
  options: RunOptions & { timeout: number; startTimeout: number; maxOutput: number },
  onCell: (cell: number) => void,
): Promise<Problem | undefined> {
  const { signal, timeout, startTimeout, maxOutput } = options;
  let kernel: Kernel | undefined;
  const late = new AbortController();
  const startTimer = setTimeout(() => late.abort(), Math.min(startTimeout * 1000, MAX_TIMER_MS));
  try {
    signal?.throwIfAborted();
    if (cells.length === 0) return undefined;
    const stop = AbortSignal.any([late.signal, ...(signal ? [signal] : [])]);
    kernel = await startKernel({ folder: dirname(resolve(path)), signal: stop });
    // The time limit of the first cell starts once the compiler is loaded.
    await kernel.request('shell', 'is_complete_request', { code: '' });
    clearTimeout(startTimer);
    notebook.metadata.language_info = await readLanguage(kernel);
    const collector = createOutputCollector(maxOutput * 1e6);
    let uncaught: Problem | undefined;
    for (const [i, cell] of cells.entries()) {
      onCell(i + 1);
      cell.execution_count = i + 1;
      const reply = await limitTime(
        timeout,
        kernel,
        kernel.execute(cell.source, (message) => {
          collector.add(cell, message);
          if (!options.allowErrors && !mayFail(cell)) uncaught ??= describeUncaught(message, i + 1);
        }),
      );
      if (reply === 'late') return describeTimeout(timeout);
      if (reply.content.status === 'error' && !options.allowErrors && !mayFail(cell)) {
        return describeError(reply.content, i + 1);
      }
      if (uncaught) return uncaught;
    }
    await kernel.shutdown();
    return uncaught;
  } catch (error) {
    if (signal?.aborted) return describeInterruption();
    if (late.signal.aborted) return describeLateStart(startTimeout, error);
    if (error instanceof KernelDied) return describeDeath(error.exit, dirname(resolve(path)));
    // The system refuses what a kernel needs, such as a temporary file. Other notebooks still run.
    if (isSystemError(error)) return describeRefusal(error);
    throw error;
  } finally {
    clearTimeout(startTimer);
    await kernel?.kill();
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** Describes the language as front ends note it in a notebook. */
async function readLanguage(kernel: Kernel): Promise<unknown> {
  return (await kernel.request('control', 'kernel_info_request', {})).content.language_info;
}

/** Shows in the notebook why a cell was stopped. A cell that threw has already shown its error. */
function showProblem(cell: CodeCell | undefined, { ename, evalue, traceback }: Problem): void {
  cell?.outputs.push({ output_type: 'error', ename, evalue, traceback: [`${ename}: ${evalue}`, ...traceback] });
}

/** Waits for the reply, but no longer than `seconds`. After that, it kills the kernel. */
async function limitTime<T>(seconds: number, kernel: Kernel, reply: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(() => done('late'), Math.min(seconds * 1000, MAX_TIMER_MS));
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

/** Removes the outputs of an earlier run, and returns the cells that will run. */
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
