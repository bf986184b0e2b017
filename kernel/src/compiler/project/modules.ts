import { delimiter, join, resolve } from 'node:path';
import type { CompilerOptions, ModuleResolutionCache, ResolutionMode, ResolvedModuleFull } from 'typescript';
import { kernelRequire, ts } from '../typescript.js';

/** Finds the files behind the names of modules, as the compiler does. */
export interface ModuleFinder {
  /** The knowledge about packages, which the compiler shares. */
  cache: ModuleResolutionCache;
  find(specifier: string, fromFile: string, mode?: ResolutionMode): ResolvedModuleFull | undefined;
}

export function createModuleFinder(folder: string, options: CompilerOptions): ModuleFinder {
  // What packages refer to does not change; what cells and local files refer to may be installed.
  const cache: ModuleResolutionCache = ts.createModuleResolutionCache(folder, (name) => name, options);

  function look(specifier: string, fromFile: string, mode?: ResolutionMode): ResolvedModuleFull | undefined {
    const isInPackage = fromFile.includes('/node_modules/');
    const found = ts.resolveModuleName(
      specifier,
      fromFile,
      options,
      ts.sys,
      isInPackage ? cache : undefined,
      undefined,
      mode,
    );
    return found.resolvedModule;
  }

  return {
    cache,
    find(specifier, fromFile, mode) {
      const found = look(specifier, fromFile, mode);
      if (found || specifier.startsWith('.')) return found;
      // tslab's display functions are always there.
      if (specifier === 'tslab') return look(specifier, kernelRequire.resolve('tslab/package.json'));
      for (const place of nodePath()) {
        const there = look(`./${specifier}`, join(place, 'from.ts'));
        if (there) return there;
      }
      return undefined;
    },
  };
}

/** The folders of the environment variable NODE_PATH, in which Node also looks for packages. */
function nodePath(): string[] {
  return (process.env.NODE_PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => resolve(folder));
}

/** Whether a file was written by the reader, and is no declaration and no part of a package. */
export function isLocalSource(path: string): boolean {
  return /(?<!\.d)\.[cm]?tsx?$/.test(path) && !path.includes('/node_modules/');
}
