import { NotebookError, readNotebook } from 'initlab-kernel';
import type { LessonFile } from './files.js';
import { type Lesson, unreadable } from './lesson.js';

/**
 * Reads the lessons with the outputs that their files have. A file that is not a notebook becomes a
 * lesson that failed, so that the other lessons are still shown.
 */
export function readCommitted(files: readonly LessonFile[]): Lesson[] {
  return files.map((file) => {
    try {
      return { ...file, notebook: readNotebook(file.path) };
    } catch (error) {
      if (error instanceof NotebookError) return unreadable(file, error);
      throw error;
    }
  });
}
