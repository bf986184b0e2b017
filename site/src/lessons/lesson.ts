import type { CellFailure, Notebook } from 'initlab-kernel';
import type { LessonFile } from './files.js';

/** Lesson with its outputs, as the pages show it. */
export interface Lesson {
  /**
   * Path below notebooks/ without the extension: `01-variance-math` or
   * `solutions/01-variance-math`.
   */
  name: string;
  /** Path of the file, as messages show it. */
  path: string;
  notebook: Notebook;
  /** Reason why the run stopped. Absent if every cell ran. */
  failure?: CellFailure;
}

/**
 * Describes a file that is not a notebook as a lesson that failed, so that the other lessons are
 * still run and shown.
 */
export function unreadable(file: LessonFile, error: Error): Lesson & { failure: CellFailure } {
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
