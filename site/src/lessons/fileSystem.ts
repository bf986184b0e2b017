import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Lists the files below a folder whose names match, sorted and without hidden folders. Symbolic
 * links are left out, because they may lead out of the folder. Returns an empty list if the folder
 * does not exist.
 */
export function listFiles(folder: string, matches: (name: string) => boolean = () => true): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return listFiles(path, matches);
      return entry.isFile() && matches(entry.name) ? [path] : [];
    })
    .sort();
}

/** Hashes the names and contents of files. A missing file counts as empty. */
export function hashFiles(paths: readonly string[]): string {
  return hash(paths.flatMap((path) => [path, existsSync(path) ? readFileSync(path) : '']));
}

/**
 * Hashes several pieces. The length of each piece is hashed too, so that different lists of pieces
 * never give the same bytes.
 */
export function hash(pieces: readonly (string | Buffer)[]): string {
  const sum = createHash('sha256');
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    sum.update(`${bytes.length}:`).update(bytes);
  }
  return sum.digest('hex');
}

/** Writes a file completely or not at all, so that no reader ever sees half of it. */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${randomUUID()}.tmp`;
  writeFileSync(temporary, content, { flag: 'wx' });
  renameSync(temporary, path);
}
