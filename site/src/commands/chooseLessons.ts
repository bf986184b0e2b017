import { findLessons, type LessonFile, selectLessons } from '../lessons/files.js';
import { exitWithUsage } from './options.js';

/** The lessons that a command names, all if it names none; one that there is not ends the command with its usage. */
export function chooseLessons(names: readonly string[], usage: string): LessonFile[] {
  try {
    return selectLessons(findLessons(), names);
  } catch (error) {
    return exitWithUsage((error as Error).message, usage);
  }
}
