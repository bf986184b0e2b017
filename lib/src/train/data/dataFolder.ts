import { describe } from '../../foundation/argument.js';
import { builtin } from '../../foundation/builtin.js';

/** Where a data set may lie, and whether the environment says so. */
export interface DataFolders {
  /** In the order in which they are to be looked at. */
  candidates: string[];
  fromEnvironment: boolean;
}

/**
 * Folders for the data set `name`: of `folder` if it is given, else of the environment variable `INITLAB_DATA`, else of the data folders of
 * the checkout; and in each its sub-folder `name`.
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

/** The data folder is not part of the npm package: it is found beside the package's real place, or above the working folder. */
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
