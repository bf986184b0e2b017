import { readFileSync, statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { findProjectFolder } from '../projectFolder.js';
import type { LocalFile, ResolvedModule } from '../threads/messages.js';
import { isLocalSource, type ModuleFinder } from './project/modules.js';
import type { Settings } from './project/settings.js';
import { compileFile } from './syntax/compile.js';
import type { ModuleRequest } from './syntax/types.js';
import { ts } from './typescript.js';

/** Compiles the files that cells import. */
export interface LocalFiles {
  /** Finds out which of the modules are local files. */
  resolve(modules: readonly ModuleRequest[], fromFile: string): ResolvedModule[];
  /** Returns the local files among the modules, and all that these import, compiled. */
  collect(modules: readonly ResolvedModule[]): LocalFile[];
}

export function createLocalFiles(folder: string, settings: Settings, finder: ModuleFinder): LocalFiles {
  const project = findProjectFolder(folder);
  const compiled = new Map<string, LocalFile>();

  function resolve(modules: readonly ModuleRequest[], fromFile: string): ResolvedModule[] {
    return modules.map((module) => {
      const file = finder.find(module.specifier, fromFile)?.resolvedFileName;
      return { ...module, path: file === undefined ? undefined : findLocal(file, module.specifier) };
    });
  }

  /** Returns the path of the code of a module if it is compiled here, and not left to Node. */
  function findLocal(file: string, specifier: string): string | undefined {
    if (file.includes('/node_modules/')) return undefined;
    if (file.endsWith('.json') || isLocalSource(file)) return file;
    // What has declarations beside it is run, so that Node would load it only once.
    const script = file.replace(/\.d\.([cm]?)ts$/, '.$1js');
    return /^\.{0,2}\//.test(specifier) && isModuleOfProject(script) ? script : undefined;
  }

  /** Whether a file is JavaScript of the notebook's own project, and an ES module. */
  function isModuleOfProject(path: string): boolean {
    if (!/\.m?jsx?$/.test(path) || findProjectFolder(dirname(path)) !== project) return false;
    const text = ts.sys.readFile(path);
    const file = text === undefined ? undefined : ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    return file !== undefined && (path.endsWith('.mjs') || ts.isExternalModule(file));
  }

  function compile(path: string): LocalFile {
    const stat = statSync(path);
    const version = `${stat.mtimeMs} ${stat.size}`;
    const known = compiled.get(path);
    if (known?.version === version) return { ...known, modules: resolve(known.modules, path) };
    const source = readFileSync(path, 'utf8');
    const file = path.endsWith('.json') ? asJson(path, version, source) : compileSource(path, version, source);
    compiled.set(path, file);
    return file;
  }

  function compileSource(path: string, version: string, source: string): LocalFile {
    const { code, map, modules, problems } = compileFile(ts, source, { fileName: path, emit: settings.emit });
    const [problem] = problems;
    if (problem) throw new SyntaxError(`${relative(process.cwd(), path)}: ${problem.message}`);
    return { path, version, code, map, modules: resolve(modules, path), isJson: false };
  }

  return {
    resolve,
    collect(modules) {
      const files = new Map<string, LocalFile>();
      const add = ({ path }: ResolvedModule): void => {
        if (path === undefined || files.has(path)) return;
        const file = compile(path);
        files.set(path, file);
        file.modules.forEach(add);
      };
      modules.forEach(add);
      return [...files.values()];
    },
  };
}

function asJson(path: string, version: string, source: string): LocalFile {
  return { path, version, code: source, map: '', modules: [], isJson: true };
}
