import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, and the folders above it that are missing.
 *
 * Not by the option `recursive` of mkdirSync, which never comes to an end in a file system that takes no new folders and calls
 * what is asked for not found, as /proc does.
 *
 * @example
 * makeFolder('out/lessons');
 */
export function makeFolder(folder: string): void {
  if (!existsSync(dirname(folder))) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
