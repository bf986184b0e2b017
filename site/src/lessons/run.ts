import { availableParallelism } from 'node:os';
import type { Notebook, Progress, ProgressReporter } from 'initlab-kernel';
import { withCommittedStills } from '../figures/committedStills.js';
import { environmentHash, lessonHash, readCached, writeCached } from './cache.js';
import type { LessonFile } from './files.js';
import { type Lesson, unreadable } from './lesson.js';

export interface RunLessonsOptions {
  files: readonly LessonFile[];
  /** Whether to run lessons that have not changed, too. Default false. */
  force?: boolean;
  /** Signal that ends the run. Lessons that have finished by then stay in the cache. */
  signal: AbortSignal;
  /** Called when a cell of a lesson starts. */
  onProgress?: (file: LessonFile, progress: Progress) => void;
  /** Called with each lesson as soon as it has its outputs, from the cache or from a run. */
  onLesson?: (lesson: Lesson) => void;
}

/** Number of kernels that run at a time. Each takes half a gigabyte of memory and one core. */
const MAX_KERNELS = Math.min(4, availableParallelism());

/**
 * Gets the lessons with their outputs, in the order of the files. A lesson comes from the cache if
 * nothing that it depends on has changed; otherwise it runs.
 */
export async function runLessons({ files, force = false, signal, ...on }: RunLessonsOptions): Promise<Lesson[]> {
  const environment = environmentHash();
  const done = new Map<LessonFile, Lesson>();
  const finish = (file: LessonFile, lesson: Lesson): void => {
    const finished = lesson.failure
      ? lesson
      : { ...lesson, notebook: withCommittedStills(lesson.notebook, lesson.path) };
    done.set(file, finished);
    on.onLesson?.(finished);
  };

  const changed: { file: LessonFile; hash: string }[] = [];
  for (const file of files) {
    const hash = lessonHash(environment, file);
    const notebook = force ? undefined : readCached(file.name, hash);
    if (notebook === undefined) changed.push({ file, hash });
    else finish(file, { ...file, notebook });
  }
  console.error(`${countLessons(files.length)}, ${done.size} unchanged, ${changed.length} to run`);

  if (changed.length > 0) {
    // Loading the kernel takes long and is not needed if nothing runs.
    const { progressReporter } = await import('initlab-kernel');
    const reporter = progressReporter(process.stderr);
    await inParallel(changed, async ({ file, hash }) => {
      const onProgress = (progress: Progress) => {
        reporter.onProgress(progress);
        on.onProgress?.(file, progress);
      };
      const lesson = await runLesson(file, { ...reporter, onProgress }, signal);
      if (lesson.failure === undefined) keep(file.name, hash, lesson.notebook);
      finish(file, lesson);
    });
    reporter.done();
  }
  return files.map((file) => done.get(file) as Lesson);
}

/** Keeps the outputs of a lesson for the next start, if the folder can be written. */
function keep(name: string, hash: string, notebook: Notebook): void {
  try {
    writeCached(name, hash, notebook);
  } catch (error) {
    console.error(`The outputs of ${name} cannot be kept for the next start: ${(error as Error).message}`);
  }
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
    const lesson = unreadable(file, error);
    reporter.onResult({ ...lesson, elapsedMs: 0 });
    return lesson;
  }
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: MAX_KERNELS }, lane));
}
