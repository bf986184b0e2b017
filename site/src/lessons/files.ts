import { relative, resolve, sep } from 'node:path';
import { listFiles } from './fileSystem.js';

/** Notebook file of the project. */
export interface LessonFile {
  /**
   * Path below notebooks/ without the extension: `01-variance-math` or
   * `solutions/01-variance-math`.
   */
  name: string;
  /** Path from the current folder, with slashes. */
  path: string;
}

/**
 * Patterns of notebooks that readers make: those in mine/, and those with Jupyter's names for a new
 * notebook or a copy. The same files are in .gitignore.
 */
const READERS_OWN = /^mine[\\/]|(^|[\\/])Untitled[^\\/]*$|-Copy\d+\.ipynb$/;

/**
 * Finds the notebooks below a folder, those at the top first. Readers' own notebooks are left out.
 *
 * @throws Error if there are none
 */
export function findLessons(folder = 'notebooks'): LessonFile[] {
  const paths = listFiles(folder, (name) => name.endsWith('.ipynb'));
  const files = paths
    .filter((path) => !READERS_OWN.test(relative(folder, path)))
    .map((path) => ({
      name: relative(folder, path)
        .split(sep)
        .join('/')
        .replace(/\.ipynb$/, ''),
      path: path.split(sep).join('/'),
    }));
  if (files.length === 0)
    throw new Error(`There are no notebooks in ${resolve(folder)}. Run this command in the project's folder.`);
  const depth = ({ name }: LessonFile) => name.split('/').length;
  return files.sort((a, b) => depth(a) - depth(b));
}

/**
 * Selects files by name: either the whole name of a lesson or its beginning up to a dash. Without
 * names, all files are selected.
 *
 * @throws Error if a name fits no lesson; the message lists the lessons
 */
export function selectLessons(files: readonly LessonFile[], names: readonly string[]): LessonFile[] {
  if (names.length === 0) return [...files];
  const chosen = new Set<LessonFile>();
  for (const given of names) {
    const name = given.replace(/^notebooks\//, '').replace(/\.ipynb$/, '');
    const fitting = files.filter((file) => file.name === name || file.name.startsWith(`${name}-`));
    if (fitting.length === 0) {
      const known = files.map((file) => `  ${file.name}`).join('\n');
      throw new Error(`There is no lesson "${given}". The lessons are:\n${known}`);
    }
    for (const file of fitting) chosen.add(file);
  }
  return files.filter((file) => chosen.has(file));
}
