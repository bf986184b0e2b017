import { relative, resolve, sep } from 'node:path';
import { listFiles } from './fileSystem.js';

/** A notebook file of the project. */
export interface LessonFile {
  /** The file below notebooks/ without its ending: `01-variance-math`, `solutions/01-variance-math`. */
  name: string;
  /** From the current folder, with slashes. */
  path: string;
}

/** What readers make: notebooks in the folder for their own, and what Jupyter names a copy or a new one. git ignores the same. */
const READERS_OWN = /^mine[\\/]|(^|[\\/])Untitled[^\\/]*$|-Copy\d+\.ipynb$/;

/** The notebooks below the folder, lessons before those in folders, readers' own left out. Throws if there are none. */
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
    throw new Error(`There are no notebooks in ${resolve(folder)}; run this from the project's folder.`);
  const depth = ({ name }: LessonFile) => name.split('/').length;
  return files.sort((a, b) => depth(a) - depth(b));
}

/** The files that names stand for: a name is a lesson's own, or its beginning up to a dash. Throws on a name that fits none. */
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
