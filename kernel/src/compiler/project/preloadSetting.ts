import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findProjectFolder } from '../../projectFolder.js';

/** The key of the kernel's settings in a package.json. */
const KEY = 'initlab-kernel';

/** The form that the settings must have. */
const FORM = `"${KEY}": { "preload": ["PACKAGE"] }`;

/**
 * Reads which packages the compiler should know before the first cell imports them: those that the
 * nearest package.json, from `folder` upwards, names as `"initlab-kernel": { "preload": ["PACKAGE"]
 * }`. Without that setting there are none.
 *
 * @param warn takes one sentence about a setting that cannot be used; the result is then empty
 */
export function readPreloadSetting(folder: string, warn: (text: string) => void): readonly string[] {
  const project = findProjectFolder(folder);
  if (project === undefined) return [];
  const file = join(project, 'package.json');
  try {
    return checkSettings(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const path = relative(folder, file).replaceAll('\\', '/');
    warn(`The kernel preloads no packages: ${path}: ${(error as Error).message}`);
    return [];
  }
}

function checkSettings(content: unknown): readonly string[] {
  const settings = isObject(content) ? content[KEY] : undefined;
  if (settings === undefined) return [];
  if (!isObject(settings)) throw new TypeError(`it must have the form ${FORM}, not "${KEY}": ${print(settings)}`);
  const unknown = Object.keys(settings).find((name) => name !== 'preload');
  if (unknown !== undefined) throw new TypeError(`it must have the form ${FORM}, without ${print(unknown)}`);
  const { preload = [] } = settings;
  if (Array.isArray(preload) && preload.every(isPackageName)) return preload;
  throw new TypeError(`"preload" must be a list of package names, as in ${FORM}, not ${print(preload)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks whether a value can name a package or a part of one: it is not a path, and not empty. */
function isPackageName(value: unknown): value is string {
  return typeof value === 'string' && /^[^./\\\s][^\\\s]*$/.test(value);
}

function print(value: unknown): string {
  return JSON.stringify(value);
}
