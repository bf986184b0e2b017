import { builtin } from './builtin.js';

/**
 * Writes a file that appears under its name only when it is complete, so that an interrupt leaves
 * no half of it.
 *
 * @throws Error if it cannot be written
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const { renameSync, rmSync, writeFileSync } = builtin('node:fs');
  const unfinished = `${path}.unfinished`;
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
