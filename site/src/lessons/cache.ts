import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Notebook } from 'initlab-kernel';
import { hash, hashFiles, listFiles, writeAtomically } from './fileSystem.js';
import type { LessonFile } from './files.js';

const FOLDER = '.cache/lessons';

interface Entry {
  hash: string;
  notebook: Notebook;
}

/** A hash of everything the results of every lesson depend on: the built library and kernel, the packages, the data, Node. */
export function environmentHash(): string {
  const [major] = process.versions.node.split('.');
  const files = [
    ...listFiles('lib/dist', (name) => /\.(js|d\.ts|wasm)$/.test(name)),
    ...listFiles('kernel/dist', (name) => name.endsWith('.js')),
    ...listFiles('data'),
    'package-lock.json',
  ];
  return hash([major, hashFiles(files), ...ownData()]);
}

/** The reader's own data folder, which may be large: names, sizes and times of its files instead of their contents. */
function ownData(): string[] {
  const folder = process.env.INITLAB_DATA ?? '';
  const files = folder === '' ? [] : listFiles(folder);
  return [folder, ...files.map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`)];
}

/** A hash of what the results of one lesson depend on: not of the outputs that its file holds. */
export function lessonHash(environment: string, { name, path }: LessonFile): string {
  return hash([environment, name, withoutOutputs(readFileSync(path, 'utf8'))]);
}

function withoutOutputs(file: string): string {
  try {
    return JSON.stringify(JSON.parse(file), (key, value) =>
      key === 'outputs' || key === 'execution_count' ? undefined : value,
    );
  } catch {
    return file; // No notebook, which running it will tell.
  }
}

/** The lesson as it was run with this hash, if it was. */
export function readCached(name: string, wanted: string): Notebook | undefined {
  const file = `${FOLDER}/${name}.json`;
  if (!existsSync(file)) return undefined;
  try {
    const { hash, notebook } = JSON.parse(readFileSync(file, 'utf8')) as Entry;
    return hash === wanted ? notebook : undefined;
  } catch {
    return undefined; // Not written by us, or damaged: the lesson is run again.
  }
}

export function writeCached(name: string, hash: string, notebook: Notebook): void {
  const entry: Entry = { hash, notebook };
  writeAtomically(`${FOLDER}/${name}.json`, JSON.stringify(entry));
}
