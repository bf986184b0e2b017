import { builtin } from '../../foundation/builtin.js';
import { DataError } from './dataError.js';
import { dataFolders } from './dataFolder.js';

/** A text file of the data folder. */
export interface DataFile {
  path: string;
  text: string;
}

/**
 * Reads the text file `name` of the data set `set` from the first folder that has it.
 *
 * @param call name of the function that the user called, for the advice
 * @throws DataError that names all paths that were tried if the file is missing
 */
export function readDataFile(set: string, name: string, folder: string | undefined, call: string): DataFile {
  const { existsSync, readFileSync } = builtin('node:fs');
  const { join } = builtin('node:path');
  const files = dataFolders(set, folder).candidates.map((candidate) => join(candidate, name));
  const path = files.find((candidate) => existsSync(candidate));
  if (path !== undefined) return { path, text: readFileSync(path, 'utf8') };
  throw new DataError(files.join(' or '), 'notFound', 'missing.', {
    advice: `Give its folder to ${call} or set INITLAB_DATA; the initlab repository has it in data/${set}.`,
  });
}
