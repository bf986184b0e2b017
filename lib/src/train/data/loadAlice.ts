import { builtin } from '../../foundation/builtin.js';
import { DataError } from './dataError.js';
import { readDataFile } from './readDataFile.js';

/** SHA-256 of the text. */
const TEXT_DIGEST = '90c43dec3d66aec95ac33def73cce5b938711fd1bd63b9c1d3da8769cdede401';

/**
 * Loads _Alice's Adventures in Wonderland_ by Lewis Carroll (1865), which is in the public domain.
 * The text has 148,303 characters, 70 of them different, all ASCII.
 *
 * Reads `alice.txt` from the first of these: `folder`, the environment variable `INITLAB_DATA`, the
 * `data` folder of the initlab checkout. The file may be in the folder itself or in its sub-folder
 * `text`.
 *
 * @throws DataError that names the file if it is missing or altered
 * @example
 * ```ts
 * import { loadAlice } from 'initlab/tasks';
 * loadAlice().length; // 148303
 * ```
 */
export function loadAlice(folder?: string): string {
  const file = readDataFile('text', 'alice.txt', folder, 'loadAlice(folder)');
  // On Windows, Git may have converted the line ends.
  const text = file.text.replaceAll('\r\n', '\n');
  const digest = builtin('node:crypto').createHash('sha256').update(text).digest('hex');
  if (digest === TEXT_DIGEST) return text;
  throw new DataError(file.path, 'altered', `altered: SHA-256 of its text is ${digest}; expected ${TEXT_DIGEST}.`, {
    advice: 'Restore the file, for example with git checkout.',
  });
}
