import { availableParallelism } from 'node:os';
import { dirname, relative } from 'node:path';
import { parseArgs } from 'node:util';
import type { CellFailure, RunResult } from 'initlab-kernel';
import { UsageError } from './command.js';
import { loadKernel } from './kernel/kernel.js';
import { numberOption } from './numberOption.js';
import { outputPaths } from './outputPaths.js';

type KernelPackage = Awaited<ReturnType<typeof loadKernel>>;

export const usage: string = `Usage: initlab run FILE… [options]

Runs the code cells of each notebook in a separate kernel and writes the notebook with its outputs,
in place or into a folder. A cell that fails stops its notebook; the other notebooks still run, even
if a notebook cannot be written.

Options:
  --out DIR        write into this folder (created if needed) and leave the notebooks unchanged;
                   notebooks from several folders keep their subfolders below the folder that
                   they share: a.ipynb and solutions/a.ipynb become DIR/a.ipynb and
                   DIR/solutions/a.ipynb
  --timeout S      seconds that a cell may take (default 600)
  --jobs N         notebooks to run at the same time (default: all of them, up to one per core)
  --allow-errors   continue after a cell that throws
  --max-output M   million characters of output to keep of each cell (default 64)

What a run does not change stays as it is in the file. If a notebook is changed while it runs, it is
left unchanged, and the outputs are written beside it, into NAME-run.ipynb.

Exit code: 0 if all notebooks ran to the end, 1 if at least one failed, 2 for a usage error,
130 after Ctrl-C. A notebook that Ctrl-C interrupts is left unchanged.`;

export async function run(args: string[]): Promise<number> {
  const { paths, out, timeout, jobs, allowErrors, maxOutput } = readArguments(args);
  const kernel = await loadKernel();
  const targets = outputPaths(paths, out);
  checkNotebooks(paths, kernel);
  if (out !== undefined) makeOutFolders(out, targets.values(), kernel);

  const stop = kernel.catchStopSignals();
  const reporter = kernel.progressReporter(process.stderr);
  const unwritten = new Map<string, string>();
  const onResult = (result: RunResult): void => {
    const { path, failure } = result;
    const hasOutputs = failure?.kind !== 'interrupted' && failure?.kind !== 'unreadable';
    const problem = hasOutputs ? writeResult(targets.get(path) as string, result, kernel) : undefined;
    if (problem !== undefined) unwritten.set(path, problem);
    reporter.onResult(problem === undefined ? result : { ...result, failure: unwrittenFailure(path, problem) });
  };
  try {
    const { onProgress } = reporter;
    const options = { timeout, jobs, allowErrors, maxOutput, signal: stop.signal, onProgress, onResult };
    const results = await kernel.runNotebooks(paths, options).finally(reporter.done);
    return stop.exitCode() ?? summarize(results, unwritten, kernel);
  } finally {
    stop.release();
  }
}

interface Arguments {
  paths: string[];
  out: string | undefined;
  timeout: number;
  jobs: number;
  allowErrors: boolean;
  maxOutput: number;
}

function readArguments(args: string[]): Arguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      timeout: { type: 'string', default: '600' },
      jobs: { type: 'string' },
      'max-output': { type: 'string', default: '64' },
      'allow-errors': { type: 'boolean', default: false },
    },
  });
  if (positionals.includes('')) throw new UsageError('"" is not the name of a notebook.\nSee: initlab run --help');
  if (values.out === '') throw new UsageError('--out must name a folder, not "".\nSee: initlab run --help');
  if (positionals.length === 0)
    throw new UsageError('No notebook was given. Name at least one file.\nSee: initlab run --help');
  const maxJobs = Math.min(positionals.length, availableParallelism());
  return {
    paths: positionals,
    out: values.out,
    timeout: numberOption('--timeout', values.timeout, 'a number of seconds above 0', (seconds) => seconds > 0),
    jobs:
      values.jobs === undefined
        ? maxJobs
        : numberOption('--jobs', values.jobs, 'a whole number of at least 1', isCount),
    allowErrors: values['allow-errors'],
    maxOutput: numberOption('--max-output', values['max-output'], 'a number above 0', (millions) => millions > 0),
  };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

/** Makes the folders that --out needs before anything runs, because a run can take long. */
function makeOutFolders(out: string, targets: Iterable<string>, { makeFolder }: KernelPackage): void {
  try {
    for (const folder of new Set([...targets].map(dirname))) makeFolder(folder);
  } catch (error) {
    throw new UsageError(
      `--out ${out}: the folder cannot be created (${(error as Error).message}). Name another folder.`,
    );
  }
}

/** Finds every unreadable notebook before the first one runs. */
function checkNotebooks(paths: readonly string[], { readRunnable, NotebookError }: KernelPackage): void {
  const problems: string[] = [];
  for (const path of paths) {
    try {
      readRunnable(path);
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new UsageError(`Nothing was run.\n${problems.join('\n')}`);
}

/**
 * Writes the notebook of a run. Returns what went wrong, because an error would stop the other
 * notebooks.
 */
function writeResult(target: string, result: RunResult, kernel: KernelPackage): string | undefined {
  try {
    const written = kernel.writeRun(target, result);
    if (written === target) return undefined;
    return `was changed by another program during the run and is left unchanged. The outputs are in ${relative('', written)}.`;
  } catch (error) {
    return `ran, but cannot be written to ${target} (${(error as Error).message}). Its outputs are lost.`;
  }
}

function unwrittenFailure(notebook: string, evalue: string): CellFailure {
  return { notebook, cell: 0, kind: 'error', ename: 'Unwritten', evalue, traceback: [] };
}

function summarize(
  results: readonly RunResult[],
  unwritten: ReadonlyMap<string, string>,
  { describeFailure }: KernelPackage,
): number {
  const failures = results.flatMap(({ failure }) => failure ?? []);
  const messages = [...failures.map(describeFailure), ...[...unwritten].map((line) => line.join(' '))];
  for (const message of messages) console.error(`\n${message}`);
  const failed = results.filter(({ path, failure }) => failure || unwritten.has(path));
  const count = `${results.length} notebook${results.length === 1 ? '' : 's'}`;
  console.log(failed.length === 0 ? `${count} ran to the end.` : `${failed.length} of ${count} failed.`);
  return failed.length === 0 ? 0 : 1;
}
