import { availableParallelism } from 'node:os';
import type { CellFailure, Notebook, ProgressReporter } from 'initlab-kernel';
import { withCommittedStills } from '../figures/committedStills.js';
import { environmentHash, lessonHash, readCached, writeCached } from './cache.js';
import type { LessonFile } from './files.js';
import type { Lesson } from './lesson.js';

export interface RunLessonsOptions {
  files: readonly LessonFile[];
  /** Whether to run lessons that have not changed, too. Default false. */
  force?: boolean;
  /** Signal that ends the run. Lessons that have finished by then stay in the cache. */
  signal: AbortSignal;
}

/** Number of kernels that run at a time. Each takes half a gigabyte of memory and one core. */
const MAX_KERNELS = Math.min(4, availableParallelism());

/**
 * Gets the lessons with their outputs, in the order of the files. A lesson comes from the cache if
 * nothing that it depends on has changed; otherwise it runs.
 */
export async function runLessons({ files, force = false, signal }: RunLessonsOptions): Promise<Lesson[]> {
  const environment = environmentHash();
  const lessons = files.map((file) => {
    const hash = lessonHash(environment, file);
    return { file, hash, notebook: force ? undefined : readCached(file.name, hash) };
  });
  const changed = lessons.filter(({ notebook }) => notebook === undefined);
  console.error(`${countLessons(files.length)}, ${files.length - changed.length} unchanged, ${changed.length} to run`);

  const run = new Map<string, Lesson>();
  if (changed.length > 0) {
    // Loading the kernel takes long and is not needed if nothing runs.
    const { progressReporter } = await import('initlab-kernel');
    const reporter = progressReporter(process.stderr);
    await inParallel(changed, async ({ file, hash }) => {
      const lesson = await runLesson(file, reporter, signal);
      if (lesson.failure === undefined) writeCached(file.name, hash, lesson.notebook);
      run.set(file.name, lesson);
    });
    reporter.done();
  }
  return lessons
    .map(({ file, notebook }) => (notebook ? { ...file, notebook } : (run.get(file.name) as Lesson)))
    .map((lesson) =>
      lesson.failure ? lesson : { ...lesson, notebook: withCommittedStills(lesson.notebook, lesson.path) },
    );
}

/** Formats a number of lessons: `1 lesson`, `3 lessons`. */
export function countLessons(lessons: number): string {
  return lessons === 1 ? '1 lesson' : `${lessons} lessons`;
}

async function runLesson(file: LessonFile, reporter: ProgressReporter, signal: AbortSignal): Promise<Lesson> {
  const { NotebookError, runNotebook } = await import('initlab-kernel');
  try {
    const result = await runNotebook(file.path, { signal, onProgress: reporter.onProgress });
    reporter.onResult(result);
    return { ...file, notebook: result.notebook, ...(result.failure && { failure: result.failure }) };
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    const lesson = failUnreadable(file, error);
    reporter.onResult({ ...lesson, elapsedMs: 0 });
    return lesson;
  }
}

/**
 * Treats a file that is not a notebook as a lesson that failed, so that the other lessons still
 * run.
 */
function failUnreadable(file: LessonFile, error: Error): Lesson & { failure: CellFailure } {
  const notebook: Notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  const evalue = error.message.replace(`${file.path}: `, '');
  const failure: CellFailure = {
    notebook: file.path,
    cell: 0,
    kind: 'error',
    ename: error.name,
    evalue,
    traceback: [],
  };
  return { ...file, notebook, failure };
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: MAX_KERNELS }, lane));
}
