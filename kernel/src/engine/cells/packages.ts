import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';
import type { ResolvedModule } from '../../threads/messages.js';
import { createCommonJsEdits } from './commonJsEdits.js';

/** Everything that a module exports, by name. */
export type Namespace = Record<string, unknown>;

type ImportAttributes = Record<string, string>;

type Import = (specifier: string, options?: ImportCallOptions) => Promise<Namespace>;

/** Errors of Node that say that it found no module, or not this part of it. */
const NOT_FOUND_CODES = new Set([
  'ERR_MODULE_NOT_FOUND',
  'ERR_UNSUPPORTED_DIR_IMPORT',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'MODULE_NOT_FOUND',
]);

/** Loads packages, and files that need no compiler, as Node does for code in a folder. */
export interface Packages {
  load(module: ResolvedModule, folder: string): Promise<Namespace>;
}

/** @param special modules that are loaded in another way, by their names */
export function createPackages(special: Record<string, () => Namespace>): Packages {
  const importers = new Map<string, Import>();
  const commonJs = createCommonJsEdits();
  const complete = new WeakMap<Namespace, Namespace>();

  function importFrom(folder: string): Import {
    let found = importers.get(folder);
    if (!found) {
      const script = new Script('(specifier, options) => import(specifier, options)', {
        filename: join(folder, '[cell].js'),
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
      found = script.runInThisContext() as Import;
      importers.set(folder, found);
    }
    return found;
  }

  /** Imports a file of the reader, again if it is CommonJS and was edited. */
  async function importFile(specifier: string, attributes: ImportAttributes, folder: string): Promise<Namespace> {
    // The rules of require() also find files without their ending.
    const file = findByRequire(specifier, folder) ?? resolve(folder, specifier);
    const edits = commonJs.forgetEdited(file);
    const { href } = pathToFileURL(file);
    const options = Object.keys(attributes).length > 0 ? { with: attributes } : undefined;
    const namespace = await importFrom(folder)(edits === 0 ? href : `${href}?edit=${edits}`, options);
    commonJs.note(file);
    return namespace;
  }

  async function importModule({ specifier, attributes }: ResolvedModule, folder: string): Promise<Namespace> {
    if (/^\.{0,2}\//.test(specifier)) return importFile(specifier, attributes, folder);
    const own = Object.hasOwn(special, specifier) ? special[specifier] : undefined;
    if (own) return own();
    const options = Object.keys(attributes).length > 0 ? { with: attributes } : undefined;
    try {
      return await importFrom(folder)(specifier, options);
    } catch (error) {
      // The rules of require() also find packages in NODE_PATH.
      const file = NOT_FOUND_CODES.has(codeOf(error)) ? findByRequire(specifier, folder) : undefined;
      if (file === undefined) throw error;
      return importFrom(folder)(pathToFileURL(file).href, options);
    }
  }

  function requireModule(specifier: string, folder: string): unknown {
    const require = createRequire(join(folder, '[cell].js'));
    const file = findByRequire(specifier, folder);
    if (file === undefined || !isAbsolute(file)) return require(specifier);
    commonJs.forgetEdited(file);
    const exports: unknown = require(file);
    commonJs.note(file);
    return exports;
  }

  return {
    async load(module, folder) {
      const { specifier, used, isForEffect, isRequired } = module;
      if (isRequired) return { '=': requireModule(specifier, folder) };
      try {
        const namespace = await importModule(module, folder);
        let whole = complete.get(namespace);
        if (!whole) {
          whole = withAllNames(namespace);
          complete.set(namespace, whole);
        }
        return whole;
      } catch (error) {
        // A package may have nothing but types, and no type exists at run time.
        if (used.length === 0 && !isForEffect && NOT_FOUND_CODES.has(codeOf(error))) return throwing(error);
        throw error;
      }
    },
  };
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code);
}

function findByRequire(specifier: string, folder: string): string | undefined {
  try {
    return createRequire(join(folder, '[cell].js')).resolve(specifier);
  } catch {
    return undefined;
  }
}

/**
 * Adds the names of a CommonJS module that Node does not see in its source, as a bundler does. If
 * the module was compiled from an ES module, it has its own default export.
 */
function withAllNames(namespace: Namespace): Namespace {
  const { default: exported } = namespace;
  if ((typeof exported !== 'object' && typeof exported !== 'function') || exported === null) return namespace;
  const values = exported as Namespace;
  if (values.__esModule === true) return values;
  const isCommonJs = Object.keys(namespace).every(
    (name) => name === 'default' || name in values || name === 'module.exports',
  );
  const missing = isCommonJs ? Object.keys(values).filter((name) => !(name in namespace)) : [];
  if (missing.length === 0) return namespace;
  const whole: Namespace = Object.create(null);
  for (const name of Object.keys(namespace))
    Object.defineProperty(whole, name, { get: () => namespace[name], enumerable: true });
  for (const name of missing) Object.defineProperty(whole, name, { get: () => values[name], enumerable: true });
  return whole;
}

/** Stands for a module that could not be loaded; using it throws the reason. */
function throwing(error: unknown): Namespace {
  const fail = (): never => {
    throw error;
  };
  // A promise asks every value for `then`.
  return new Proxy(Object.create(null), { get: (_, name) => (name === 'then' ? undefined : fail()), has: fail });
}
