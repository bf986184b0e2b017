import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hashFiles, listFiles, writeAtomically } from '../lessons/fileSystem.js';
import { buildScripts, listSources, RUN_FOLDER, readOtherFiles } from './assets.js';

/** Folder in which the scripts are kept, because bundling the compiler takes seconds. */
const CACHE_FOLDER = '.cache/run';

/** The files with which a page runs its cells. They are made when a page first asks for one. */
export class RunFiles {
  #files: Promise<Map<string, Uint8Array>> | undefined;

  /** Makes all files, by address. */
  all(): Promise<Map<string, Uint8Array>> {
    this.#files ??= make().catch((error) => {
      // The library may be built later.
      this.#files = undefined;
      throw error;
    });
    return this.#files;
  }

  /** Whether an address is one of these files. */
  has(address: string): boolean {
    return address.startsWith(RUN_FOLDER);
  }

  /** Gets a file; undefined if there is none or if the library has not been built yet. */
  async get(address: string): Promise<Uint8Array | undefined> {
    try {
      return (await this.all()).get(address);
    } catch {
      return undefined;
    }
  }
}

async function make(): Promise<Map<string, Uint8Array>> {
  return new Map([...(await cachedScripts()), ...readOtherFiles()]);
}

/** Gets the scripts, from the cache if nothing in them has changed. */
async function cachedScripts(): Promise<Map<string, Uint8Array>> {
  const hash = hashFiles(listSources());
  const folder = join(CACHE_FOLDER, hash);
  const cached = listFiles(folder);
  if (cached.length > 0)
    return new Map(cached.map((path) => [`${RUN_FOLDER}${path.slice(folder.length + 1)}`, readFileSync(path)]));
  const scripts = await buildScripts();
  try {
    // The folder gets its name when it is complete.
    const next = `${CACHE_FOLDER}.${process.pid}`;
    for (const [address, content] of scripts)
      writeAtomically(join(next, hash, address.slice(RUN_FOLDER.length)), content);
    rmSync(CACHE_FOLDER, { recursive: true, force: true });
    renameSync(next, CACHE_FOLDER);
  } catch {
    // In a folder that cannot be written, the scripts are built each time.
  }
  return scripts;
}
