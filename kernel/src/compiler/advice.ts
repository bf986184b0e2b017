import { relative } from 'node:path';
import type { Diagnostic } from 'typescript';
import { findProjectFolder } from '../projectFolder.js';
import { MAX_CHECKED_DEPTH } from './syntax/depth.js';

/** No module or declarations were found: of a package, of a package of Node's, of a file. */
const MISSING_MODULE_CODES = new Set([2307, 2792]);

/** Adds to the message that a package is missing how to install it. Other messages stay. */
export function adviseInstall({ code, start, length, file }: Diagnostic, message: string, folder: string): string {
  if (!MISSING_MODULE_CODES.has(code) || file === undefined || start === undefined) return message;
  const name = packageName(file.text.slice(start + 1, start + (length ?? 0) - 1));
  if (name === undefined) return message;
  const place = relative(folder, findProjectFolder(folder) ?? folder).replaceAll('\\', '/');
  return `${message} To install it, run this in ${place === '' ? 'the folder of the notebook' : `the folder ${place}`}: npm install ${name}`;
}

/** Says in one line that a package has no declarations of types. */
export function adviseTypes({ start = 0, length = 0, file }: Diagnostic): string {
  const specifier = file?.text.slice(start + 1, start + length - 1) ?? '';
  const name = packageName(specifier);
  if (name === undefined) return `${specifier} has no types, so everything from it is any.\n`;
  const types = name.startsWith('@') ? name.slice(1).replace('/', '__') : name;
  return `${name} has no types, so everything from it is any. There may be some: npm install --save-dev @types/${types}\n`;
}

/** The name of the package in a specifier; undefined for a file, an address or a module of Node. */
function packageName(specifier: string): string | undefined {
  const isOther = /^(?:\.|\/|#|[a-z]+:)/.test(specifier);
  return isOther ? undefined : /^(?:@[\w.~-]+\/)?[\w.~-]+/.exec(specifier)?.[0];
}

/** Says in one line that the types of a cell were not checked because it is nested too deeply. */
export function adviseDepth(): string {
  return `This cell is nested more than ${MAX_CHECKED_DEPTH} levels deep, so its types are not checked.\n`;
}
