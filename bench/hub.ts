import { availableParallelism, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { catchStopSignals } from 'initlab-kernel';
import { median, quantile } from '../lib/src/foundation/statistics.js';
import { type Hub, startHub } from './hub/hub.js';
import { processesOf } from './hub/memory.js';
import { type StudentMeasures, study } from './hub/student.js';

/** Numbers of students at once. */
const CLASS_SIZES = [1, 5, 10, 20];

/** Time that the processes of a student have to end after the student has left. */
const MAX_LEAVING_MS = 20_000;

/** Measures of all students that were there at once. */
interface ClassMeasures {
  size: number;
  students: StudentMeasures[];
  /** Reasons of students that could not finish. */
  failures: string[];
  kernelsLeft: number;
}

/**
 * Lets classes of students go through two lessons on a real JupyterHub, and prints what they had to
 * wait for and what memory they took. The arguments are the numbers of students. When it is
 * stopped, it prints the measures of the classes that have finished.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const sizes = args.length === 0 ? CLASS_SIZES : args.map(readSize);
  const classes: ClassMeasures[] = [];
  const { signal, exitCode, release } = catchStopSignals();
  const hub = await startHub();
  try {
    const stopped = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined));
    });
    for (const size of sizes) {
      process.stderr.write(`${size} ${size === 1 ? 'student' : 'students'}\n`);
      const measured = await Promise.race([teach(hub, size), stopped]);
      if (measured === undefined) break;
      classes.push(measured);
    }
  } finally {
    await hub.stop();
    release();
  }
  if (classes.length > 0) console.log(report(classes));
  for (const { size, failures } of classes)
    for (const failure of failures) console.log(`of ${size} students, one could not finish: ${failure}`);
  process.exitCode = exitCode() ?? 0;
}

function readSize(text: string): number {
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= 500) return size;
  throw new RangeError(`a number of students must be a whole number from 1 to 500, not "${text}"`);
}

async function teach(hub: Hub, size: number): Promise<ClassMeasures> {
  const names = Array.from({ length: size }, (_, i) => `student-${size}-${i + 1}`);
  const results = await Promise.allSettled(names.map((name) => study(hub, name)));
  return {
    size,
    students: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    failures: results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : [])),
    kernelsLeft: await countLeft(names),
  };
}

/** Counts the processes of students that have not ended some time after all have left. */
async function countLeft(names: readonly string[]): Promise<number> {
  const from = performance.now();
  for (;;) {
    const left = names.flatMap(processesOf).length;
    if (left === 0 || performance.now() - from > MAX_LEAVING_MS) return left;
    await sleep(200);
  }
}

function report(classes: readonly ClassMeasures[]): string {
  const seconds = (ms: number): string => (ms / 1000).toPrecision(3);
  const whole = (value: number): string => value.toFixed(0);
  const rows: [string, (measures: ClassMeasures) => string][] = [
    ['log in until the server answers, s', ({ students }) => seconds(median(students.map(({ server }) => server)))],
    [
      'kernel until the first result, s',
      ({ students }) => seconds(median(students.map((student) => student.firstResult))),
    ],
    ['cell of lesson 1, median, s', ({ students }) => seconds(median(students.flatMap(({ cells }) => cells)))],
    [
      'cell of lesson 1, 95 %, s',
      ({ students }) => seconds(quantile(sorted(students.flatMap(({ cells }) => cells)), 0.95)),
    ],
    ['interrupt of training, s', ({ students }) => seconds(median(students.map(({ interrupt }) => interrupt)))],
    ['memory with a ready kernel, MB', ({ students }) => whole(median(students.map((student) => student.memoryReady)))],
    ['memory after lesson 1, MB', ({ students }) => whole(median(students.map((student) => student.memoryLesson)))],
    ['memory after training, MB', ({ students }) => whole(median(students.map((student) => student.memoryTrained)))],
    [
      'cells with lost outputs',
      ({ students }) => whole(students.reduce((sum, { lostOutputs }) => sum + lostOutputs, 0)),
    ],
    ['processes left behind', ({ kernelsLeft }) => whole(kernelsLeft)],
    ['students who could not finish', ({ failures }) => whole(failures.length)],
  ];
  const lines = [['students at once', ...classes.map(({ size }) => String(size))]];
  for (const [title, show] of rows) lines.push([title, ...classes.map(show)]);
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const table = lines.map((line) =>
    line.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '),
  );
  const machine = `${availableParallelism()} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.version}. Medians over students.`;
  return `${table.join('\n')}\n${machine} Memory is the proportional set size (PSS) of the server and its kernel.`;
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
