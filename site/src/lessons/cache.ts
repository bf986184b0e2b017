import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Notebook } from 'initlab-kernel';
import { hash, hashFiles, listFiles, writeAtomically } from './fileSystem.js';
import type { LessonFile } from './files.js';

const CACHE_FOLDER = '.cache/lessons';

interface Entry {
  hash: string;
  notebook: Notebook;
}

/**
 * Hashes everything that the results of all lessons depend on: the built library and kernel, the
 * packages, the data and the major version of Node.
 */
export function environmentHash(): string {
  const [major] = process.versions.node.split('.');
  const files = [
    ...listFiles('lib/dist', (name) => /\.(js|d\.ts|wasm)$/.test(name)),
    ...listFiles('kernel/dist', (name) => name.endsWith('.js')),
    ...listFiles('data'),
    'package-lock.json',
  ];
  return hash([major, hashFiles(files), ...listReadersData()]);
}

/**
 * Lists the files of the reader's own data folder by name, size and time. Their contents may be too
 * large to hash at every start.
 */
function listReadersData(): string[] {
  const folder = process.env.INITLAB_DATA ?? '';
  const files = folder === '' ? [] : listFiles(folder);
  return [folder, ...files.map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`)];
}

/** Hashes what the results of one lesson depend on, which leaves out the outputs in its file. */
export function lessonHash(environment: string, { name, path }: LessonFile): string {
  return hash([environment, name, withoutOutputs(readFileSync(path, 'utf8'))]);
}

function withoutOutputs(file: string): string {
  try {
    return JSON.stringify(JSON.parse(file), (key, value) =>
      key === 'outputs' || key === 'execution_count' ? undefined : value,
    );
  } catch {
    // The file is not JSON. Running the lesson will report that.
    return file;
  }
}

/** Reads the lesson from the cache if it was stored with this hash. */
export function readCached(name: string, expectedHash: string): Notebook | undefined {
  const file = `${CACHE_FOLDER}/${name}.json`;
  if (!existsSync(file)) return undefined;
  try {
    const { hash, notebook } = JSON.parse(readFileSync(file, 'utf8')) as Entry;
    return hash === expectedHash ? notebook : undefined;
  } catch {
    // The entry is damaged, so the lesson has to run again.
    return undefined;
  }
}

export function writeCached(name: string, hash: string, notebook: Notebook): void {
  const entry: Entry = { hash, notebook };
  writeAtomically(`${CACHE_FOLDER}/${name}.json`, JSON.stringify(entry));
}
