import type { CompilerOptions, System } from '@tslab/typescript-for-tslab';
import { ts } from './typescript.js';

/**
 * The preload file. It exists only for the compiler, which reads and keeps the declarations of
 * everything that the file imports.
 */
export const PRELOAD_FILE: string = `${process.cwd().replaceAll('\\', '/')}/__foreseen__.d.ts`;

const preload = { text: '', onChange: (): void => {} };

/** Adds the preload file to the compiler's file system. */
export function addPreloadFile(system: System): System {
  const { readFile, fileExists, watchFile } = system;
  system.readFile = (path, encoding) =>
    path === PRELOAD_FILE ? `export {};\n${preload.text}` : readFile(path, encoding);
  system.fileExists = (path) => path === PRELOAD_FILE || fileExists(path);
  system.watchFile = (path, callback, ...rest) => {
    if (path !== PRELOAD_FILE) return watchFile?.(path, callback, ...rest) ?? { close() {} };
    preload.onChange = () => callback(path, 1);
    return { close() {} };
  };
  return system;
}

/**
 * Makes the compiler read the declarations of these packages now, so that the first cell need not
 * wait for them.
 */
export function preloadTypes(packages: readonly string[]): void {
  preload.text = packages.map((name) => `import ${JSON.stringify(name)};\n`).join('');
  preload.onChange();
}

/** Finds the packages that the compiler would not find from the folder of the notebook. */
export function findMissing(packages: readonly string[]): string[] {
  const options: CompilerOptions = { moduleResolution: ts.ModuleResolutionKind.Bundler, customConditions: ['node'] };
  return packages.filter((name) => !ts.resolveModuleName(name, PRELOAD_FILE, options, ts.sys).resolvedModule);
}
