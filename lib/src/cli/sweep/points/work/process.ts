import { loadSweepFile, type SweepModule } from '../loadSweepFile.js';
import { type Plain, toPlain } from '../plainData.js';
import { createResultFile, type ResultFile, type ResultLine } from '../resultFile.js';
import { type Answer, type Assignment, GRACE_MS, type Job, type Request } from './messages.js';

/** Largest number of characters of a stack trace that are kept. */
const MOST_STACK = 2000;

/** Reports of progress that are closer together are left out. */
const PROGRESS_INTERVAL_MS = 200;

const stopping = new AbortController();
let assignment: Assignment;
let sweep: SweepModule;
let results: ResultFile;
let isBusy = false;

// Ctrl-C reaches every process of a terminal. The parent decides what it means.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
process.on('message', (request: Request) => {
  if ('start' in request) void start(request.start);
  else if ('run' in request) void runJob(request.run);
  else stop();
});
// Without its parent, nothing else would end a run that ignores its signal.
process.on('disconnect', () => {
  stop();
  setTimeout(end, GRACE_MS);
});

function answer(message: Answer): void {
  if (process.connected) process.send?.(message, () => {});
}

async function start(given: Assignment): Promise<void> {
  assignment = given;
  results = createResultFile(given.folder, given.name);
  try {
    sweep = await loadSweepFile(given.file);
    answer({ ready: true });
  } catch (error) {
    answer({ broken: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function runJob(job: Job): Promise<void> {
  isBusy = true;
  const begin = performance.now();
  const outcome = await compute(job);
  isBusy = false;
  // A run that was asked to stop may have returned half of its result.
  if (stopping.signal.aborted) return end();
  const seconds = Number(((performance.now() - begin) / 1000).toPrecision(4));
  const { id, point, seed } = job;
  try {
    results.add({ id, point, seed, version: assignment.version, seconds, ...outcome });
  } catch (error) {
    answer({ broken: `${results.path} cannot be written to: ${(error as Error).message}` });
    return;
  }
  answer({ done: id, isFailure: 'error' in outcome });
}

async function compute({ point, seed }: Job): Promise<Pick<ResultLine, 'result'> | Pick<ResultLine, 'error'>> {
  let reported = Number.NEGATIVE_INFINITY;
  const progress = (share: number): void => {
    const now = performance.now();
    if (!(share >= 0) || now - reported < PROGRESS_INTERVAL_MS) return;
    reported = now;
    answer({ progress: Math.min(1, share) });
  };
  try {
    const value = await sweep.run(structuredClone(point), { seed, signal: stopping.signal, progress });
    return { result: plain(value) };
  } catch (error) {
    return { error: describeError(error) };
  }
}

function plain(value: unknown): Plain {
  if (value === undefined) throw new TypeError('run returned nothing; return the results, such as { loss: 0.5 }');
  return toPlain(value, 'the value that run returned');
}

function describeError(error: unknown): NonNullable<ResultLine['error']> {
  if (!(error instanceof Error)) return { name: 'Error', message: `run threw ${String(error)}` };
  const { name, message, stack } = error;
  return { name, message, ...(stack !== undefined && { stack: stack.slice(0, MOST_STACK) }) };
}

function stop(): void {
  stopping.abort(new Error('the sweep is stopping'));
  if (!isBusy) end();
}

function end(): void {
  results?.close();
  process.exit(0);
}
