import { describe } from '../../foundation/argument.js';
import { builtin } from '../../foundation/builtin.js';

/** The folders that may contain a data set, and whether the environment variable names them. */
export interface DataFolders {
  /** Folders in the order in which to search them. */
  candidates: string[];
  fromEnvironment: boolean;
}

/**
 * Lists the folders to search for the data set `name`: `folder` if it is given, otherwise the
 * folder of the environment variable `INITLAB_DATA`, otherwise the data folders of the checkout.
 * Each is followed by its sub-folder `name`.
 */
export function dataFolders(name: string, folder: string | undefined): DataFolders {
  const { join, resolve } = builtin('node:path');
  if (folder !== undefined && typeof folder !== 'string') {
    throw new TypeError(`folder is ${describe(folder)}; it must be the path of a folder`);
  }
  const named = folder ?? (process.env.INITLAB_DATA || undefined);
  const roots = named === undefined ? checkoutDataFolders(name) : [resolve(named)];
  return {
    candidates: roots.flatMap((root) => [root, join(root, name)]),
    fromEnvironment: named !== undefined && folder === undefined,
  };
}

/**
 * Lists the data folders of the checkout: next to the package, and in the working folder or above
 * it. The npm package contains no data.
 */
function checkoutDataFolders(name: string): string[] {
  const { existsSync } = builtin('node:fs');
  const { dirname, join } = builtin('node:path');
  const besidePackage = builtin('node:url').fileURLToPath(new URL('../../../../data', import.meta.url));
  const folders = [besidePackage];
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    folders.push(join(folder, 'data'));
    if (folder === dirname(folder)) break;
  }
  const withData = folders.filter((candidate) => existsSync(join(candidate, name)));
  return withData.length > 0 ? withData : [besidePackage];
}
