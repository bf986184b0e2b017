import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { createResultFile, RESULTS, type ResultLine, trimTornLine, uniqueName } from '../resultFile.js';
import { SweepError } from '../sweepError.js';
import { residentMegabytes } from './memory.js';
import { type Answer, type Assignment, GRACE_MS, type Job, type Request } from './messages.js';

export interface WorkOptions extends Pick<Assignment, 'folder' | 'file' | 'version'> {
  readonly processes: number;
  /** Megabytes that a process may hold. */
  readonly memory: number | undefined;
  readonly signal: AbortSignal;
  readonly onDone: (isFailure: boolean) => void;
  /** Receives the sum of the shares that are done of the points that are running. */
  readonly onProgress: (shares: number) => void;
}

/** Interval between two looks at the memory of the processes. */
const MEMORY_INTERVAL_MS = 250;

/** Number of processes that a point may end, before it counts as failed. */
const MOST_CRASHES = 2;

/**
 * Runs points in processes of their own, each of which takes the next point when it has finished
 * one. A point that ends its process runs again in another one, and fails if it ends that too.
 * Resolves when all processes have ended.
 *
 * @throws SweepError if the file of the sweep cannot be loaded by the processes
 */
export async function runJobs(jobs: readonly Job[], options: WorkOptions): Promise<void> {
  const name = uniqueName();
  const queue = [...jobs];
  const crashes = new Map<string, number>();
  const own = createResultFile(options.folder, name);
  const shares = new Map<number, number>();
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);

  const setShare = (lane: number, share: number): void => {
    if (share === 0) shares.delete(lane);
    else shares.set(lane, share);
    options.onProgress([...shares.values()].reduce((sum, value) => sum + value, 0));
  };

  function onCrash(job: Job, cause: Crash, seconds: number): void {
    const count = (crashes.get(job.id) ?? 0) + 1;
    crashes.set(job.id, count);
    if (count < MOST_CRASHES && !cause.isFinal) {
      queue.push(job);
      return;
    }
    const { id, point, seed } = job;
    const { version } = options;
    own.add({ id, point, seed, version, seconds, error: { name: cause.name, message: cause.message } });
    options.onDone(true);
  }

  /** Starts one process after another until the queue is empty. */
  async function work(lane: number): Promise<void> {
    for (let generation = 0; queue.length > 0 && !signal.aborted; generation++) {
      const file = `${name}-${lane}${generation === 0 ? '' : `-${generation}`}`;
      await runProcess(
        { folder: options.folder, file: options.file, version: options.version, name: file },
        { ...options, signal },
        {
          next: () => (signal.aborted ? undefined : queue.shift()),
          onDone: options.onDone,
          onCrash,
          onShare: (share) => setShare(lane, share),
        },
      );
    }
  }

  try {
    const lanes = Array.from({ length: Math.min(options.processes, jobs.length) }, (_, lane) =>
      work(lane).catch((error: unknown) => {
        broken.abort();
        throw error;
      }),
    );
    const outcomes = await Promise.allSettled(lanes);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  } finally {
    own.close();
  }
}

interface Crash extends Pick<NonNullable<ResultLine['error']>, 'name' | 'message'> {
  /** Whether the point would end the next process too. */
  readonly isFinal: boolean;
}

interface Callbacks {
  next(): Job | undefined;
  onDone(isFailure: boolean): void;
  onCrash(job: Job, cause: Crash, seconds: number): void;
  onShare(share: number): void;
}

function runProcess(assignment: Assignment, options: WorkOptions, callbacks: Callbacks): Promise<void> {
  const { memory, signal } = options;
  return new Promise((resolve, reject) => {
    const child = startProcess(memory);
    const send = (request: Request): void => {
      if (child.connected) child.send(request, () => {});
    };
    let job: Job | undefined;
    let begin = 0;
    let problem: Error | undefined;
    let excess: number | undefined;
    let grace: NodeJS.Timeout | undefined;

    const advance = (): void => {
      job = callbacks.next();
      begin = performance.now();
      send(job === undefined ? { stop: true } : { run: job });
    };
    const onAbort = (): void => {
      send({ stop: true });
      grace = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    };
    const watch =
      memory === undefined
        ? undefined
        : setInterval(async () => {
            const held = child.pid === undefined ? undefined : await residentMegabytes(child.pid);
            if (held === undefined || held <= memory || job === undefined) return;
            excess = held;
            child.kill('SIGKILL');
          }, MEMORY_INTERVAL_MS);

    child.on('message', (answer: Answer) => {
      if ('progress' in answer) callbacks.onShare(answer.progress);
      else if ('broken' in answer) {
        problem = new SweepError(answer.broken);
        child.kill('SIGKILL');
      } else {
        if ('done' in answer) {
          job = undefined;
          callbacks.onShare(0);
          callbacks.onDone(answer.isFailure);
        }
        advance();
      }
    });
    child.once('error', reject);
    child.once('close', (code, end) => {
      clearTimeout(grace);
      clearInterval(watch);
      signal.removeEventListener('abort', onAbort);
      callbacks.onShare(0);
      try {
        trimTornLine(join(assignment.folder, RESULTS, `${assignment.name}.ndjson`));
        if (problem !== undefined) throw problem;
        if (job === undefined) checkStart(code, end, begin > 0 || signal.aborted);
        else if (!signal.aborted) {
          const seconds = Number(((performance.now() - begin) / 1000).toPrecision(4));
          callbacks.onCrash(job, crashOf(code, end, excess, memory), seconds);
        }
        resolve();
      } catch (error) {
        reject(error);
      }
    });
    signal.addEventListener('abort', onAbort, { once: true });
    send({ start: assignment });
    if (signal.aborted) onAbort();
  });
}

function startProcess(memory: number | undefined): ChildProcess {
  const heap = memory === undefined ? [] : [`--max-old-space-size=${Math.max(16, Math.floor(memory))}`];
  return fork(new URL('./process.js', import.meta.url), [], {
    execArgv: [...process.execArgv.filter((flag) => !flag.startsWith('--max-old-space-size')), ...heap],
    // Each process uses one core, so that together they use all of them.
    env: { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: '1', ...process.env },
    // What a run prints does not mix with the results of the command.
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
    serialization: 'json',
  });
}

/** Checks that a process without a point has not ended before it was ready for one. */
function checkStart(code: number | null, signal: NodeJS.Signals | null, hasStarted: boolean): void {
  if (hasStarted) return;
  throw new SweepError(`A process of the sweep ended before it had run a point, ${describeEnd(code, signal)}.`);
}

function crashOf(
  code: number | null,
  signal: NodeJS.Signals | null,
  excess: number | undefined,
  memory: number | undefined,
): Crash {
  if (excess !== undefined)
    return {
      name: 'MemoryError',
      message: `the process held ${Math.round(excess)} MB; --limit-memory allows ${memory} MB`,
      isFinal: true,
    };
  // V8 aborts when its heap is full.
  const isHeap = memory !== undefined && (signal === 'SIGABRT' || code === 134);
  return isHeap
    ? { name: 'MemoryError', message: `the heap reached --limit-memory, ${memory} MB`, isFinal: true }
    : {
        name: 'ProcessError',
        message: `the process of the point ended ${MOST_CRASHES} times, ${describeEnd(code, signal)}`,
        isFinal: false,
      };
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `with exit code ${code}` : `by ${signal}`;
}
