import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/** A module that was loaded with a code cache. */
export interface CachedModule {
  exports: unknown;
  /** Whether V8 took the code from the cache, and did not compile it. */
  isFromCache: boolean;
  /**
   * Keeps the code that V8 has compiled so far, for later starts. It does nothing if the code came
   * from the cache or has been kept already. A folder that cannot be written to is not an error.
   */
  keepCode(): void;
}

/**
 * Loads a CommonJS module with the code that V8 compiled in an earlier process, which takes a large
 * module a fraction of the time. Node.js does this by itself only from version 22 on.
 *
 * @param require loads the module, which must not be loaded yet, and finds it in its cache later
 * @param folder the folder of the code, which is created if it does not exist
 */
export function requireWithCache(require: NodeJS.Require, name: string, folder: string): CachedModule {
  const file = require.resolve(name);
  const { size, mtimeMs } = statSync(file);
  // The tag stands for the version of V8, its flags and the processor.
  const codeFile = join(folder, `${basename(file)}-${size}-${mtimeMs}-${cachedDataVersionTag()}`);
  const cachedData = readIfExists(codeFile);
  const script = new Script(Module.wrap(readFileSync(file, 'utf8')), { filename: file, cachedData });
  const module = new Module(file);
  module.filename = file;
  require.cache[file] = module;
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  module.loaded = true;

  const isFromCache = script.cachedDataRejected === false;
  let isKept = isFromCache;
  const keepCode = (): void => {
    if (isKept) return;
    isKept = true;
    // Several kernels may start at once, so the file appears in one step.
    const draft = `${codeFile}.${randomUUID()}`;
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(draft, script.createCachedData(), { flag: 'wx' });
      renameSync(draft, codeFile);
    } catch {
      // The next start is as slow as this one.
    }
  };
  return { exports: module.exports, isFromCache, keepCode };
}

function readIfExists(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
