import type { Worker } from 'node:worker_threads';
import { describeLayers } from '../../../network/spec/description.js';
import type { Graph } from '../../../network/spec/graph.js';
import { recordLength, type Task } from './task.js';
import type { Assignment, Message } from './worker.js';

interface ThreadOptions {
  readonly threads: number;
  /** The first trial that is to be run. */
  readonly first: number;
  /** Called with how many trials are done, those before `first` counted. */
  readonly report: (done: number) => void;
  readonly signal: AbortSignal | undefined;
}

/** Node's own modules, asked for by a call that bundlers for browsers do not follow; undefined there. */
const { getBuiltinModule } = (globalThis.process ?? {}) as Partial<NodeJS.Process>;

/** How many threads there are to use: of the machine, or for a task. A browser has one, and so has a net with functions of the user's own, which cannot be sent. */
export function threadsAvailable(task?: Task): number {
  if (getBuiltinModule === undefined || (task && !describeLayers(task.layers))) return 1;
  return task ? Number.POSITIVE_INFINITY : getBuiltinModule('node:os').availableParallelism();
}

/** Runs trials on threads of their own, each taking the next trial until none is left; returns the records of all. The threads have ended when it settles. */
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
    await Promise.race([Promise.all(all), ...(signal ? [aborted(signal, over.signal)] : [])]);
  } finally {
    over.abort();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return new Float64Array(records);
}

/** Resolves when a thread has done its part; rejects with what stopped it. */
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

/** Rejects with the reason when the signal aborts; listens no longer once `over` does. */
function aborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: over });
  });
}
