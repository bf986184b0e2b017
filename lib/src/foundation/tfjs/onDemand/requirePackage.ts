import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { isNotInstalled } from '../../notInstalled.js';

/**
 * Loads a package of TensorFlow.js from where this library finds it.
 *
 * @throws Error if the package is not installed, or if the program has loaded another copy of it:
 * the layers and tensors of one copy are strange to the other, and fail where nobody expects it
 */
export function requirePackage(name: string): object {
  const requireHere = createRequire(import.meta.url);
  let path: string;
  try {
    path = requireHere.resolve(name);
  } catch (error) {
    if (!isNotInstalled(name, error)) throw error;
    throw new Error(`initlab: this function needs the package ${name}. Run: npm install ${name}`, { cause: error });
  }
  const [other] = path in requireHere.cache ? [] : loadedCopies(name, Object.keys(requireHere.cache));
  if (other !== undefined) throw new Error(explainCopies(name, other, folderOf(name, path) ?? path));
  return requireHere(path);
}

/** Lists the folders of a package from which modules are loaded. */
function loadedCopies(name: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => folderOf(name, path) ?? []);
}

/** Finds the folder of a package from the path of one of its files. */
function folderOf(name: string, path: string): string | undefined {
  const folder = join(sep, 'node_modules', name, sep);
  const at = path.lastIndexOf(folder);
  return at < 0 ? undefined : path.slice(0, at + folder.length - 1);
}

function explainCopies(name: string, ofProgram: string, ofLibrary: string): string {
  return `initlab: the program has loaded another copy of ${name} than the one that initlab finds, and two copies do not work together.
  the program: ${ofProgram} (version ${versionOf(ofProgram)})
  initlab:     ${ofLibrary} (version ${versionOf(ofLibrary)})
Keep one: run npm dedupe, or give the version of ${name} in "overrides" of package.json and install again. If initlab is a linked folder, install its tarball instead.`;
}

function versionOf(folder: string): string {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return 'unknown';
  }
}
