import { dirname, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import type { LocalFile, ResolvedModule } from '../../threads/messages.js';
import type { SourceMaps } from '../errors/positions.js';
import { createFileScope, createImportMeta } from './cellScope.js';
import { checkNames } from './checkNames.js';
import type { Namespace, Packages } from './packages.js';

/** Loads the modules that cells import. */
export interface Modules {
  /**
   * Loads modules one after another, as the code of `folder` imports them. If one of the local
   * files was edited, all local files are loaded again.
   */
  load(modules: readonly ResolvedModule[], files: readonly LocalFile[], folder: string): Promise<Namespace[]>;
}

/** A local file that is loaded or being loaded. */
interface LoadedFile {
  file: LocalFile;
  namespace: Namespace;
  /** Passes on the names of other modules, once all are known. */
  stars: Namespace[];
  begin(): void;
  hasBegun: boolean;
  /** Resolves when the code of the file has run to its end. */
  done: Promise<unknown>;
}

/** Imports what a file asks for while it runs. */
export type ImportLater = (specifier: string, fromFile: string, options?: ImportCallOptions) => Promise<unknown>;

type FileFunction = (api: object, scope: object, ...modules: Namespace[]) => Promise<void>;

export function createModules(packages: Packages, sourceMaps: SourceMaps, importLater: ImportLater): Modules {
  let loaded = new Map<string, LoadedFile>();

  /** Starts the code of files up to the point where their exports are linked. */
  async function instantiate(files: readonly LocalFile[]): Promise<LoadedFile[]> {
    const fresh = files.filter(({ path }) => !loaded.has(path));
    const external = new Map<ResolvedModule, Namespace>();
    for (const file of fresh)
      for (const module of file.modules)
        if (module.path === undefined) external.set(module, await packages.load(module, dirname(file.path)));
    const added = fresh.map(createLoaded);
    for (const item of added) loaded.set(item.file.path, item);
    for (const item of added) start(item, external);
    for (const item of added) passOn(item, new Set());
    return added;
  }

  function start(item: LoadedFile, external: ReadonlyMap<ResolvedModule, Namespace>): void {
    const { file, namespace } = item;
    if (file.isJson) return;
    const { path } = file;
    const folder = dirname(path);
    const script = pathToFileURL(path).href;
    sourceMaps.register(script, relative(process.cwd(), path).replaceAll('\\', '/'), file.map);
    const run = new Script(file.code, { filename: script }).runInThisContext() as FileFunction;
    const begun = new Promise<void>((resolve) => {
      item.begin = resolve;
    });
    const api = {
      link: (name: string, get: () => unknown) =>
        void Object.defineProperty(namespace, name, { get, enumerable: true, configurable: true }),
      linkAll: (other: Namespace) => void item.stars.push(other),
      begin: () => begun,
      import: (specifier: string, options?: ImportCallOptions) => importLater(specifier, path, options),
      meta: createImportMeta(path, folder),
    };
    const modules = file.modules.map((module) =>
      module.path === undefined ? (external.get(module) as Namespace) : asRequested(module, namespaceOf(module.path)),
    );
    item.done = run(api, createFileScope(path, folder), ...modules);
    item.done.catch(() => {}); // Reported where the file is awaited.
  }

  const namespaceOf = (path: string): Namespace => (loaded.get(path) as LoadedFile).namespace;

  function passOn({ namespace, stars }: LoadedFile, seen: Set<Namespace>): void {
    seen.add(namespace);
    for (const other of stars) {
      const source = [...loaded.values()].find((item) => item.namespace === other);
      if (source && !seen.has(other)) passOn(source, seen);
      for (const name of Object.keys(other)) {
        if (name === 'default' || Object.hasOwn(namespace, name)) continue;
        Object.defineProperty(namespace, name, { get: () => other[name], enumerable: true, configurable: true });
      }
    }
  }

  /** Runs a file after all that it imports; what imports it in turn does not wait for it. */
  async function evaluate(path: string, importers: ReadonlySet<string>): Promise<void> {
    const item = loaded.get(path);
    if (!item || importers.has(path)) return;
    if (!item.hasBegun) {
      item.hasBegun = true;
      const above = new Set([...importers, path]);
      for (const module of item.file.modules) if (module.path !== undefined) await evaluate(module.path, above);
      item.begin();
    }
    await item.done;
  }

  return {
    async load(modules, files, folder) {
      const isEdited = files.some(({ path, version }) => (loaded.get(path)?.file.version ?? version) !== version);
      if (isEdited) loaded = new Map();
      const added = await instantiate(files);
      const found: Namespace[] = [];
      try {
        for (const module of modules) {
          const { path } = module;
          if (path === undefined) found.push(checkNames(module, await packages.load(module, folder)));
          else {
            await evaluate(path, new Set());
            found.push(checkNames(module, asRequested(module, namespaceOf(path))));
          }
        }
      } catch (error) {
        // The next cell that imports the files tries again.
        for (const { file } of added) loaded.delete(file.path);
        throw error;
      }
      return found;
    },
  };
}

function createLoaded(file: LocalFile): LoadedFile {
  const namespace: Namespace = Object.create(null);
  if (file.isJson) {
    const value: unknown = JSON.parse(file.code);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) Object.assign(namespace, value);
    namespace.default = value;
  } else Object.defineProperty(namespace, Symbol.toStringTag, { value: 'Module' });
  return { file, namespace, stars: [], begin: () => {}, hasBegun: false, done: Promise.resolve() };
}

/** `import x = require()` gives a module as one value. */
function asRequested({ isRequired }: ResolvedModule, namespace: Namespace): Namespace {
  return isRequired ? { '=': namespace } : namespace;
}
