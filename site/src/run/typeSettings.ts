import type { CompilerOptions } from 'typescript';

/** The folder of the compiler's own declarations, below which the pages have them. */
export const COMPILER_FOLDER = '/node_modules/typescript/lib';

/** The declarations that a page has for its cells. */
export interface Declarations {
  /** The texts of the files by path. The packages are in the folder `/node_modules/`. */
  files: Record<string, string>;
  /** The files that declare something for every cell. */
  roots: string[];
}

/**
 * The settings with which the types of cells are checked in a page: as strict as in the kernel,
 * with what a worker of a browser has.
 */
export function typeSettings(ts: typeof import('typescript')): CompilerOptions {
  return {
    strict: true,
    types: [],
    lib: ['lib.esnext.d.ts', 'lib.webworker.d.ts'],
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.Preserve,
    moduleDetection: ts.ModuleDetectionKind.Force,
    preserveSymlinks: true,
    skipLibCheck: true,
    noEmit: true,
  };
}
