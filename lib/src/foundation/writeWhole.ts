import { builtin } from './builtin.js';

/**
 * Writes the parts of a file one after the other. The file appears under its name only when it is
 * complete, so that an interrupt leaves no half of it.
 *
 * @throws Error if it cannot be written
 */
export function writeWhole(path: string, ...parts: readonly (string | Uint8Array)[]): void {
  const { closeSync, openSync, renameSync, rmSync, writeFileSync } = builtin('node:fs');
  const { dirname, join } = builtin('node:path');
  // The name cannot be guessed and must be free, so a file or link of that name is never followed.
  const unfinished = join(dirname(path), `.${builtin('node:crypto').randomUUID()}.tmp`);
  try {
    const file = openSync(unfinished, 'wx');
    try {
      for (const part of parts) writeFileSync(file, part);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
