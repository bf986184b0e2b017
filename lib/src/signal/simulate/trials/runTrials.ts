import type { Graph } from '../../../network/spec/graph.js';
import { prepare, type RunTrial, recordLength, type Task } from './task.js';
import { runOnThreads, threadsAvailable } from './threads.js';

/** Options for running trials. */
export interface Control {
  /**
   * Number of threads. Default: the number of cores, or 1 if starting threads would not save time.
   */
  readonly jobs: number | undefined;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Milliseconds of work from which starting other threads saves time. */
const WORTH_MS = 300;

/** Milliseconds after which a long run yields to the rest of the program. */
const TURN_MS = 50;

/** Runs all trials and returns their records, which do not depend on the number of threads. */
export async function runTrials(
  task: Task,
  graph: Graph,
  { jobs, onProgress, signal }: Control,
): Promise<Float64Array> {
  signal?.throwIfAborted();
  const report = (done: number): void => onProgress?.(done, task.trials);
  const threads = Math.min(jobs ?? threadsAvailable(), task.trials, threadsAvailable(task));
  if (jobs !== undefined && threads > 1) return runOnThreads(task, graph, { threads, first: 0, report, signal });

  const records = new Float64Array(recordLength(task, graph));
  const run = prepare(task, graph);
  const begin = performance.now();
  run(0, records);
  report(1);
  signal?.throwIfAborted();
  const remaining = (performance.now() - begin) * (task.trials - 1);
  if (threads > 1 && remaining > WORTH_MS) {
    const rest = await runOnThreads(task, graph, { threads, first: 1, report, signal });
    rest.set(records.subarray(0, records.length / task.trials));
    return rest;
  }
  await runInTurns(run, records, task.trials, report, signal);
  return records;
}

/** Runs the trials from the second on, on this thread. */
async function runInTurns(
  run: RunTrial,
  records: Float64Array,
  trials: number,
  report: (done: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  let turn = performance.now();
  for (let trial = 1; trial < trials; trial++) {
    if (performance.now() - turn > TURN_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      turn = performance.now();
    }
    run(trial, records);
    report(trial + 1);
  }
}
