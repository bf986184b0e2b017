import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { replaceFile } from '../notebook/replaceFile.js';
import { updateText } from '../notebook/updateText.js';
import type { RunResult } from './types.js';

/**
 * Writes the outputs of a run into a notebook file, and returns the path of the file that was
 * written. Whatever else the notebook's file has stays as it was when the run began, byte for byte.
 *
 * If another program has changed the notebook since then, it is left unchanged, and the result goes
 * beside it into a file of its own: `lesson-run.ipynb` for `lesson.ipynb`.
 *
 * @example
 * const result = await runNotebook('notebooks/01-variance-math.ipynb');
 * writeRun('notebooks/01-variance-math.ipynb', result);
 */
export function writeRun(target: string, { path, notebook, text }: RunResult): string {
  const isInPlace = resolve(target) === resolve(path);
  const file = isInPlace && hasChanged(path, text) ? freeNameBeside(target) : target;
  replaceFile(file, updateText(text, notebook));
  return file;
}

function hasChanged(path: string, text: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8') !== text;
}

function freeNameBeside(path: string): string {
  const stem = join(dirname(path), basename(path, '.ipynb'));
  let name = `${stem}-run.ipynb`;
  for (let i = 2; existsSync(name); i++) name = `${stem}-run-${i}.ipynb`;
  return name;
}
