import type { Worker } from 'node:worker_threads';
import { describeLayers } from '../../../network/spec/description.js';
import type { Graph } from '../../../network/spec/graph.js';
import { recordLength, type Task } from './task.js';
import type { Assignment, Message } from './worker.js';

interface ThreadOptions {
  readonly threads: number;
  /** Index of the first trial to run. */
  readonly first: number;
  /** Callback that receives the number of finished trials, including those before `first`. */
  readonly report: (done: number) => void;
  readonly signal: AbortSignal | undefined;
}

/**
 * Node's own modules, loaded by a call that bundlers for browsers do not follow; undefined in a
 * browser.
 */
const getBuiltinModule: NodeJS.Process['getBuiltinModule'] | undefined = globalThis.process?.getBuiltinModule;

/**
 * Counts the threads of the machine or, if a task is given, the threads that it can use: only one
 * in a browser, and only one for a net with functions of the user's own, because functions cannot
 * be sent.
 */
export function threadsAvailable(task?: Task): number {
  if (getBuiltinModule === undefined || (task && !describeLayers(task.layers))) return 1;
  return task ? Number.POSITIVE_INFINITY : getBuiltinModule('node:os').availableParallelism();
}

/**
 * Runs trials on separate threads, each of which takes the next trial until none is left, and
 * returns the records of all trials. When the promise settles, the threads have ended.
 */
export async function runOnThreads(
  task: Task,
  graph: Graph,
  { threads, first, report, signal }: ThreadOptions,
): Promise<Float64Array> {
  const { layers, ...plain } = task;
  const records = new Float64Array(new SharedArrayBuffer(8 * recordLength(task, graph)));
  const next = new Int32Array(new SharedArrayBuffer(4)).fill(first);
  const assignment: Assignment = { ...plain, layers: describeLayers(layers) ?? [], records, next };
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const script = new URL('./worker.js', import.meta.url);
  let done = first;
  const workers = Array.from({ length: threads }, () => new Worker(script, { workerData: assignment, execArgv: [] }));
  const over = new AbortController();
  try {
    const all = workers.map((worker) =>
      outcome(worker, (count) => {
        done += count;
        report(done);
      }),
    );
    await Promise.race([Promise.all(all), ...(signal ? [rejectOnAbort(signal, over.signal)] : [])]);
  } finally {
    over.abort();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return new Float64Array(records);
}

/** Resolves when a thread has done its part, and rejects with the error that stopped it. */
function outcome(worker: Worker, onDone: (count: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if ('error' in message) return reject(message.error);
      try {
        onDone(message.done);
      } catch (error) {
        reject(error);
      }
    });
    const failed = (cause: unknown): void => reject(new Error('simulate: a thread has failed', { cause }));
    worker.on('error', failed);
    worker.on('exit', (code) => (code === 0 ? resolve() : failed(`it ended with exit code ${code}`)));
  });
}

/** Rejects with the reason when the signal aborts, and stops listening once `over` aborts. */
function rejectOnAbort(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over });
  });
}
