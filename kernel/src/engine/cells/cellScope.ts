import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Getter, linkName, type Setter } from './linkName.js';
import type { Links } from './links.js';

/** The functions that the JavaScript of a cell calls. The compiler writes these calls. */
export interface CellApi {
  /** Set by the cell, so that this object lives exactly as long as any function of the cell. */
  self?: () => CellApi;
  /** The value of the last expression. */
  value: unknown;
  link: Links['link'];
  announce: Links['announce'];
  import(specifier: string, options?: ImportCallOptions): Promise<unknown>;
  meta: ImportMetaOfFile;
}

/** The value of `import.meta` in a cell or file. */
export interface ImportMetaOfFile {
  url: string;
  filename: string;
  dirname: string;
  resolve(specifier: string): string;
}

/** The names of all cells, which cells read and assign as properties. */
export interface CellScope {
  names: object;
  link(name: string, get: Getter, set?: Setter): void;
}

export function createCellScope(folder: string): CellScope {
  const file = join(folder, '[cell].js');
  const names = createFileScope(file, folder, MAIN);
  Object.assign(MAIN, { id: '.', filename: file, path: folder, exports: {} });
  return { names, link: (name, get, set) => linkName(names, name, get, set) };
}

/**
 * The module of all cells, which is the main one: in a cell, `require.main === module`, and in a
 * file not.
 */
const MAIN: object = {};

/** Creates the scope of a file, with the names that Node gives to modules. */
export function createFileScope(
  file: string,
  folder: string,
  // What a file assigned to `module.exports` would be lost, so it cannot.
  module: object = Object.freeze({ id: file, filename: file, path: folder }),
): object {
  const require = Object.assign(createRequire(file), { main: MAIN });
  const values = { require, module, __dirname: folder, __filename: file };
  return Object.assign(Object.create(null), values);
}

export function createImportMeta(file: string, folder: string): ImportMetaOfFile {
  const { resolve } = createRequire(file);
  return {
    url: pathToFileURL(file).href,
    filename: file,
    dirname: folder,
    resolve: (specifier) => (specifier.startsWith('node:') ? specifier : pathToFileURL(resolve(specifier)).href),
  };
}
