import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** All files below a folder whose name matches, sorted; none if there is no such folder. Hidden folders are left out. */
export function listFiles(folder: string, matches: (name: string) => boolean = () => true): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listFiles(path, matches);
      return matches(entry.name) ? [path] : [];
    })
    .sort();
}

/** One hash over names and contents of files; a file that is missing counts as empty. */
export function hashFiles(paths: readonly string[]): string {
  return hash(paths.flatMap((path) => [path, existsSync(path) ? readFileSync(path) : '']));
}

/** One hash over several pieces, each set off by its length, so that no two lists of pieces run into the same bytes. */
export function hash(pieces: readonly (string | Buffer)[]): string {
  const sum = createHash('sha256');
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    sum.update(`${bytes.length}:`).update(bytes);
  }
  return sum.digest('hex');
}

/** Writes a file whole or not at all: a reader never sees half of it. */
export function writeAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}
