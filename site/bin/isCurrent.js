import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Checks that a package was built after its last change. A folder tells nothing: its time also
 * changes when a file that was made in it is removed again, and no build follows that.
 */
export function isCurrent(/** @type {string} */ folder) {
  const built = join(folder, 'dist/.tsbuildinfo');
  if (!existsSync(built)) return false;
  const { mtimeMs } = statSync(built);
  const folders = ['src', 'assembly'].map((name) => join(folder, name)).filter(existsSync);
  const sources = folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return sources.every((file) => statSync(file).mtimeMs < mtimeMs);
}
