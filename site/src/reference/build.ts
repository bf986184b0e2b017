import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hashFiles, listFiles, writeAtomically } from '../lessons/fileSystem.js';
import type { Package } from './extract.js';
import type { Reference } from './reference.js';

const CACHE_FILE = '.cache/reference.json';

interface Entry {
  /** Hash of the code that made the reference, which decides what parts an entry has. */
  reader: string;
  /** Hash of the sources of the library. */
  sources: string;
  reference: Reference;
}

/**
 * Gets the reference of the library in this folder, from the cache if its sources have not changed.
 * Returns undefined in a folder without the library.
 */
export async function buildReference(): Promise<Reference | undefined> {
  if (!hasLibrary()) return undefined;
  const sources = hashOfSources();
  const cached = readCache();
  if (cached?.sources === sources) return cached.reference;
  // TypeDoc takes a second to load and is not needed if nothing has changed.
  const { extractReference } = await import('./extract.js');
  const reference = await extractReference(libraryPackage());
  try {
    writeAtomically(CACHE_FILE, JSON.stringify({ reader: hashOfReader(), sources, reference } satisfies Entry));
  } catch {
    // In a folder that cannot be written, the reference is read anew each time.
  }
  return reference;
}

/** Checks whether the sources of the library are in this folder. */
export function hasLibrary(): boolean {
  return existsSync('lib/src');
}

/** Gets the reference from the cache, whether or not the library has changed since then. */
export function readCachedReference(): Reference | undefined {
  return readCache()?.reference;
}

function readCache(): Entry | undefined {
  try {
    const entry = JSON.parse(readFileSync(CACHE_FILE, 'utf8')) as Entry;
    return entry.reader === hashOfReader() ? entry : undefined;
  } catch {
    // The file is missing or damaged.
    return undefined;
  }
}

function hashOfSources(): string {
  return hashFiles(listFiles('lib/src', (name) => name.endsWith('.ts')));
}

function hashOfReader(): string {
  const reader = ['extract', 'declare'].map((name) => fileURLToPath(new URL(`${name}.js`, import.meta.url)));
  return hashFiles([...reader, 'package-lock.json']);
}

/** Finds the sources of what the package exports. */
function libraryPackage(): Package {
  const { name, exports } = JSON.parse(readFileSync('lib/package.json', 'utf8')) as {
    name: string;
    exports: Record<string, string | { types: string }>;
  };
  const modules = Object.entries(exports).flatMap(([subpath, target]): [string, string][] =>
    typeof target === 'string'
      ? []
      : [[`${name}${subpath.slice(1)}`, target.types.replace('./dist/', 'lib/src/').replace(/\.d\.ts$/, '.ts')]],
  );
  return { modules: Object.fromEntries(modules), tsconfig: 'lib/tsconfig.json' };
}
