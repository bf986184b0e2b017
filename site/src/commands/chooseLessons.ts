import { findLessons, type LessonFile, selectLessons } from '../lessons/files.js';
import { exitWithUsage } from './options.js';

/**
 * Selects the lessons that a command line names, or all lessons if it names none. An unknown name
 * ends the process with the usage.
 */
export function chooseLessons(names: readonly string[], usage: string): LessonFile[] {
  try {
    return selectLessons(findLessons(), names);
  } catch (error) {
    return exitWithUsage((error as Error).message, usage);
  }
}
