import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { PAGE_MODULES } from './pageModules.js';
import { COMPILER_FOLDER, type Declarations, typeSettings } from './typeSettings.js';

const HOME = fileURLToPath(new URL('../../..', import.meta.url))
  .replaceAll('\\', '/')
  .replace(/\/$/, '');

/** Declarations of the modules of Node that a page has. Those of all others weigh as much again. */
const NODE_FILES = ['assert.d.ts', 'assert/strict.d.ts', 'util.d.ts'].map(
  (name) => `/node_modules/@types/node/${name}`,
);

/** File of the declarations that belong to no package. */
const PAGE_FILE = '/page.d.ts';
const PAGE_DECLARATIONS = `
declare module '@tensorflow/tfjs' {
  export * from '@tensorflow/tfjs-core';
  export * from '@tensorflow/tfjs-layers';
}
/** Removes the cell's output so far; with \`wait\`, only once new output comes. */
declare function clearOutput(wait?: boolean): void;
`;

/** The fields of a package.json by which the compiler finds declarations. */
const PACKAGE_FIELDS = ['name', 'type', 'main', 'types', 'typings', 'typesVersions', 'exports'];

/**
 * Collects the declarations for the cells of a page: every file that the compiler reads for a cell
 * that imports all modules of the page.
 *
 * @throws Error if the library has not been built yet
 */
export function collectDeclarations(): Declarations {
  const files: Record<string, string> = {};
  const cell = join(HOME, 'cell.ts').replaceAll('\\', '/');
  const text = PAGE_MODULES.map((name) => `import ${JSON.stringify(name)};\n`).join('');
  const page = HOME + PAGE_FILE;
  const own = new Map([
    [cell, text],
    [page, PAGE_DECLARATIONS],
  ]);
  const options = typeSettings(ts);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.getCurrentDirectory = () => HOME;
  host.getDefaultLibLocation = () => HOME + COMPILER_FOLDER;
  host.getDefaultLibFileName = () => `${HOME}${COMPILER_FOLDER}/lib.d.ts`;
  host.fileExists = (path) => own.has(path) || fileExists(path);
  host.readFile = (path) => {
    const content = own.get(path) ?? readFile(path);
    const isReached = path === page || path.startsWith(`${HOME}/node_modules/`);
    if (content !== undefined && isReached)
      files[path.slice(HOME.length)] = path.endsWith('.json') ? trimPackage(content) : content;
    return content;
  };
  host.getSourceFile = (path, version) => {
    const content = host.readFile(path);
    return content === undefined ? undefined : ts.createSourceFile(path, content, version);
  };
  const roots = [PAGE_FILE, ...NODE_FILES];
  const program = ts.createProgram([cell, ...roots.map((path) => HOME + path)], options, host);
  const [missing] = program.getSemanticDiagnostics(program.getSourceFile(cell));
  if (missing) throw new Error(ts.flattenDiagnosticMessageText(missing.messageText, '\n'));
  return { files, roots };
}

function trimPackage(content: string): string {
  const all = JSON.parse(content) as Record<string, unknown>;
  return JSON.stringify(Object.fromEntries(PACKAGE_FIELDS.map((field) => [field, all[field]])));
}
