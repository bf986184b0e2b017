import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, and the folders above it that are missing.
 *
 * The option `recursive` of mkdirSync is not used, because with it the function never returns in a
 * file system like /proc, which accepts no new folders and reports them as not found.
 *
 * @example makeFolder('out/lessons');
 */
export function makeFolder(folder: string): void {
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
