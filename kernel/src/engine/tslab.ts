import type * as TypeScript from '@tslab/typescript-for-tslab';
import { ambient } from './ambient.js';
import { arrayMethods } from './es2023.js';
import { addPreloadFile, PRELOAD_FILE } from './foreseen.js';
import { anywhere, getPreEmitDiagnosticsOfFiles, writingBelow } from './localFiles.js';
import { spellingOutShorthands } from './shorthands.js';
import { compiler, ts, tslabRequire } from './typescript.js';

/**
 * tslab, compiling cells with the options below in place of its own.
 *
 * tslab has no setting for them, so it is given a compiler some of whose functions add them. The compiler's own object
 * cannot be changed (its members are getters), hence the copy in the module cache.
 */
export function loadTslab(): Tslab {
  const entry = tslabRequire.cache[tslabRequire.resolve(compiler)];
  if (!entry) throw new Error(`${compiler} is not in the module cache`);
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

export interface Tslab {
  createConverter: typeof import('tslab/dist/converter.js').createConverter;
  createExecutor: typeof import('tslab/dist/executor.js').createExecutor;
  printQuickInfo: (info: TypeScript.QuickInfo) => string;
  /** tslab's display API writes through the one variable of this module. */
  jupyter: { lastWriteDisplayData: ((content: never, update: boolean) => void) | null };
}

/** Cells are strict and know ES2023; only Node's types are ambient, as each further @types package slows every start. */
function createWatchCompilerHost(
  files: string[],
  options: TypeScript.CompilerOptions,
  system: TypeScript.System,
  ...rest: unknown[]
): unknown {
  const extra = `${system.getCurrentDirectory()}/__ambient__.d.ts`.replaceAll('\\', '/');
  const { readFile, fileExists } = addPreloadFile(system);
  system.readFile = (path, encoding) => (path === extra ? arrayMethods + ambient : readFile(path, encoding));
  system.fileExists = (path) => path === extra || fileExists(path);
  keepLookupsApart(system);
  const wider = {
    ...options,
    strict: true,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    inlineSourceMap: true,
    // Reads the `exports` of packages.
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['node'],
    ...anywhere,
  };
  const create = ts.createWatchCompilerHost as (...args: unknown[]) => unknown;
  return create([...files, extra, PRELOAD_FILE], wider, system, ...rest);
}

type Host = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.EmitAndSemanticDiagnosticsBuilderProgram>;

function createWatchProgram(host: Host): unknown {
  const { afterProgramCreate, options } = host;
  host.afterProgramCreate = (builder) =>
    afterProgramCreate?.(spellingOutShorthands(writingBelow(builder, options.outDir ?? '')));
  return ts.createWatchProgram(host);
}

/**
 * tslab has room for one timer, that of the next compilation. The compiler sets another when a file appears that it has
 * looked for before; it is given a real one.
 */
function keepLookupsApart(system: TypeScript.System): void {
  const { setTimeout: setOne, clearTimeout: clearOne } = system;
  const real = new Set<unknown>();
  system.setTimeout = (callback, ms, ...args) => {
    if (callback.name !== 'invalidateResolutionsOfFailedLookup') return setOne?.(callback, ms, ...args);
    const timer = setTimeout(callback, ms, ...args);
    real.add(timer);
    return timer;
  };
  system.clearTimeout = (timer) => (real.delete(timer) ? clearTimeout(timer) : clearOne?.(timer));
}

/** tslab's second step, from ES modules to CommonJS, has a source map as well. */
function transpileModule(source: string, options: TypeScript.TranspileOptions): TypeScript.TranspileOutput {
  return ts.transpileModule(source, {
    ...options,
    compilerOptions: { ...options.compilerOptions, inlineSourceMap: true },
  });
}
