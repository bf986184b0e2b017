import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './files.js';

/** Declarations of the parts of Node that the cells of the tests use. */
const DECLARATIONS = `
declare const console: { log(...values: unknown[]): void; error(...values: unknown[]): void };
declare const process: {
  readonly pid: number;
  readonly execPath: string;
  exit(code?: number): never;
  on(event: 'exit', listener: () => void): void;
};
declare function setTimeout(callback: (args: void) => void, ms?: number): number;
declare module 'node:fs' {
  function existsSync(path: string): boolean;
  function readFileSync(path: string, encoding: 'utf8'): string;
  function renameSync(from: string, to: string): void;
  function rmSync(path: string, options: { recursive: boolean }): void;
  function writeFileSync(path: string, text: string, options?: { flag: 'a' }): void;
}
declare module 'node:child_process' {
  function spawn(command: string, args: string[], options: { stdio: 'ignore' }): { readonly pid?: number; unref(): void };
}
`;

/**
 * Creates a temporary folder in which a kernel starts in little more than half the time, because
 * short declarations of Node stand there instead of the 2 MB of the package `@types/node`. It is
 * for tests that start a kernel of their own and do not depend on Node's types; the shared kernel
 * reads the full declarations.
 */
export function quickFolder(): string {
  const project = temporaryFolder();
  writeNodeTypes(project);
  const folder = join(project, 'notebooks');
  mkdirSync(folder);
  return folder;
}

/** Writes the short declarations of Node into a project. */
export function writeNodeTypes(project: string): void {
  const types = join(project, 'node_modules', '@types', 'node');
  mkdirSync(types, { recursive: true });
  writeFileSync(join(types, 'package.json'), JSON.stringify({ name: '@types/node', types: 'index.d.ts' }));
  writeFileSync(join(types, 'index.d.ts'), DECLARATIONS);
}
