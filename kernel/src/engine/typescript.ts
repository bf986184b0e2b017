import { createRequire } from 'node:module';
import type * as TypeScript from '@tslab/typescript-for-tslab';
import { ambient } from './ambient.js';
import { arrayMethods } from './es2023.js';

const kernelRequire = createRequire(import.meta.url);
const tslabRequire = createRequire(kernelRequire.resolve('tslab/dist/converter.js'));
const compiler = '@tslab/typescript-for-tslab';

/** The TypeScript compiler that tslab brings. */
export const ts: typeof TypeScript = tslabRequire(compiler);

/**
 * tslab, compiling cells with the options below in place of its own.
 *
 * tslab has no setting for them, so it is given a compiler two of whose functions add them. The compiler's own object
 * cannot be changed (its members are getters), hence the copy in the module cache.
 */
export function loadTslab(): Tslab {
  const entry = tslabRequire.cache[tslabRequire.resolve(compiler)];
  if (!entry) throw new Error(`${compiler} is not in the module cache`);
  const {
    createWatchCompilerHost: _host,
    transpileModule: _transpile,
    ...others
  } = Object.getOwnPropertyDescriptors(ts);
  entry.exports = Object.defineProperties({ createWatchCompilerHost, transpileModule }, others);
  try {
    return {
      ...(kernelRequire('tslab/dist/converter.js') as Pick<Tslab, 'createConverter'>),
      ...(kernelRequire('tslab/dist/executor.js') as Pick<Tslab, 'createExecutor'>),
      ...(kernelRequire('tslab/dist/inspect.js') as Pick<Tslab, 'printQuickInfo'>),
      jupyter: kernelRequire('tslab/dist/jupyter.js'),
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
  const { readFile, fileExists } = system;
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
  };
  const create = ts.createWatchCompilerHost as (...args: unknown[]) => unknown;
  return create([...files, extra], wider, system, ...rest);
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
