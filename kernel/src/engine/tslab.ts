import type * as TypeScript from '@tslab/typescript-for-tslab';
import { AMBIENT_DECLARATIONS } from './ambient.js';
import { ARRAY_METHODS } from './es2023.js';
import { addPreloadFile, PRELOAD_FILE } from './foreseen.js';
import { FILES_ANYWHERE, getPreEmitDiagnosticsOfFiles, withTslabPaths } from './localFiles.js';
import { withFullProperties } from './shorthands.js';
import { COMPILER_PACKAGE, ts, tslabRequire } from './typescript.js';

/**
 * Loads tslab so that it compiles cells with the options below.
 *
 * tslab has no setting for these options, so it gets a compiler whose functions add them. The
 * compiler's own object cannot be changed, because its members are getters; therefore a copy stands
 * in the module cache while tslab is loaded.
 */
export function loadTslab(): Tslab {
  const entry = tslabRequire.cache[tslabRequire.resolve(COMPILER_PACKAGE)];
  if (!entry) throw new Error(`${COMPILER_PACKAGE} is not in the module cache`);
  const own = { createWatchCompilerHost, createWatchProgram, getPreEmitDiagnosticsOfFiles, transpileModule };
  const others = Object.entries(Object.getOwnPropertyDescriptors(ts)).filter(([name]) => !Object.hasOwn(own, name));
  entry.exports = Object.defineProperties({ ...own }, Object.fromEntries(others));
  try {
    return {
      ...(tslabRequire('tslab/dist/converter.js') as Pick<Tslab, 'createConverter'>),
      ...(tslabRequire('tslab/dist/executor.js') as Pick<Tslab, 'createExecutor'>),
      ...(tslabRequire('tslab/dist/inspect.js') as Pick<Tslab, 'printQuickInfo'>),
      jupyter: tslabRequire('tslab/dist/jupyter.js'),
    };
  } finally {
    entry.exports = ts;
  }
}

/** The parts of tslab that the engine uses. */
export interface Tslab {
  createConverter: typeof import('tslab/dist/converter.js').createConverter;
  createExecutor: typeof import('tslab/dist/executor.js').createExecutor;
  printQuickInfo: (info: TypeScript.QuickInfo) => string;
  /** The module with the variable through which tslab's display functions write. */
  jupyter: { lastWriteDisplayData: ((content: never, update: boolean) => void) | null };
}

/**
 * Adds the options of cells: strict, with ES2023. Only Node's types are ambient: each @types
 * package slows the start.
 */
function createWatchCompilerHost(
  files: string[],
  options: TypeScript.CompilerOptions,
  system: TypeScript.System,
  ...rest: unknown[]
): unknown {
  const extra = `${system.getCurrentDirectory()}/__ambient__.d.ts`.replaceAll('\\', '/');
  const { readFile, fileExists } = addPreloadFile(system);
  system.readFile = (path, encoding) =>
    path === extra ? ARRAY_METHODS + AMBIENT_DECLARATIONS : readFile(path, encoding);
  system.fileExists = (path) => path === extra || fileExists(path);
  separateLookupTimers(system);
  const cellOptions = {
    ...options,
    strict: true,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    inlineSourceMap: true,
    // Makes the compiler read the `exports` of packages.
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['node'],
    ...FILES_ANYWHERE,
  };
  const create = ts.createWatchCompilerHost as (...args: unknown[]) => unknown;
  return create([...files, extra, PRELOAD_FILE], cellOptions, system, ...rest);
}

type Host = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.EmitAndSemanticDiagnosticsBuilderProgram>;

function createWatchProgram(host: Host): unknown {
  const { afterProgramCreate, options } = host;
  host.afterProgramCreate = (builder) =>
    afterProgramCreate?.(withFullProperties(withTslabPaths(builder, options.outDir ?? '')));
  return ts.createWatchProgram(host);
}

/**
 * Gives the compiler a separate timer for failed lookups, which it sets when a missing file
 * appears. tslab itself has room for only one timer, that of the next compilation.
 */
function separateLookupTimers(system: TypeScript.System): void {
  const { setTimeout: setTslabTimer, clearTimeout: clearTslabTimer } = system;
  const lookupTimers = new Set<unknown>();
  system.setTimeout = (callback, ms, ...args) => {
    if (callback.name !== 'invalidateResolutionsOfFailedLookup') return setTslabTimer?.(callback, ms, ...args);
    const timer = setTimeout(callback, ms, ...args);
    lookupTimers.add(timer);
    return timer;
  };
  system.clearTimeout = (timer) => (lookupTimers.delete(timer) ? clearTimeout(timer) : clearTslabTimer?.(timer));
}

/** Makes tslab's second step, from ES modules to CommonJS, write a source map. */
function transpileModule(source: string, options: TypeScript.TranspileOptions): TypeScript.TranspileOutput {
  return ts.transpileModule(source, {
    ...options,
    compilerOptions: { ...options.compilerOptions, inlineSourceMap: true },
  });
}
