import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import type { CompileAnswer } from '../../threads/messages.js';
import type { SourceMaps } from '../errors/positions.js';
import { type CellApi, createCellScope, createImportMeta } from './cellScope.js';
import type { RemoteCompiler } from './compilerThread.js';
import { createLinks } from './links.js';
import { createModules } from './modules.js';
import { createPackages, type Namespace } from './packages.js';

/** A cell while it runs. */
export interface CellRun {
  /** The number of the cell, which no other has. */
  cell: number;
  code: string;
  label: string;
  /** The names that it has declared or imported so far. */
  reached: string[];
  /** Links what it has reached inside a declaration at which it stopped. */
  settle(): void;
  /** Whether it has ended, or is over for its reader because it was interrupted. */
  isOver: boolean;
}

/** Runs the JavaScript of cells, with one scope for all of them. */
export interface Cells {
  /**
   * Runs a compiled cell to its end, and returns the value of its last expression. The value has an
   * object around it, because it may be a promise, which the cell does not wait for.
   */
  run(run: CellRun, compiled: Extract<CompileAnswer, { status: 'ready' }>): Promise<{ value: unknown }>;
}

type CellFunction = (api: CellApi, names: object, ...modules: Namespace[]) => Promise<void>;

/**
 * @param special modules that are loaded in another way, by their names
 * @param onEnd called as soon as the code of a cell has ended
 */
export function createCells(
  folder: string,
  compiler: RemoteCompiler,
  sourceMaps: SourceMaps,
  special: Record<string, () => Namespace>,
  onEnd: () => void,
): Cells {
  const place = join(folder, '[cell].js');
  const scope = createCellScope(folder);
  const meta = createImportMeta(place, folder);
  const scripts = new FinalizationRegistry<string>(sourceMaps.forget);
  const modules = createModules(createPackages(special), sourceMaps, importLater);

  /** Imports what code asks for by `import()`. */
  async function importLater(specifier: string, fromFile: string, options?: ImportCallOptions): Promise<unknown> {
    const { module, files } = await compiler.loadFile(String(specifier), fromFile);
    const attributes = { ...(options?.with as Record<string, string> | undefined) };
    const [namespace] = await modules.load([{ ...module, attributes }], files, dirname(fromFile));
    return namespace;
  }

  return {
    async run(run, { code, map, modules: needed, files }) {
      const namespaces = await modules.load(needed, files, folder);
      if (run.isOver) return { value: undefined };
      const { link, announce, settle } = createLinks((name, get, set) => {
        // What an interrupted cell still declares must not replace anything.
        if (run.isOver) return;
        run.reached.push(name);
        scope.link(name, get, set);
      });
      run.settle = settle;
      const api: CellApi = {
        value: undefined,
        link,
        announce,
        import: (specifier, options) => importLater(specifier, place, options),
        meta,
      };
      const script = `initlab:cell/${run.cell}`;
      sourceMaps.register(script, run.label, map);
      scripts.register(api, script);
      const start = new Script(code, { filename: script }).runInThisContext() as CellFunction;
      try {
        await start(api, scope.names, ...namespaces);
      } finally {
        // Everything after this line needs built-in objects that the cell may have broken.
        onEnd();
      }
      const { value } = api;
      api.value = undefined;
      return { value };
    },
  };
}
