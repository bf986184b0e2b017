import { readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
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

export function createLocalFiles(settings: Settings, finder: ModuleFinder): LocalFiles {
  const compiled = new Map<string, LocalFile>();

  function resolve(modules: readonly ModuleRequest[], fromFile: string): ResolvedModule[] {
    return modules.map((module) => {
      const file = finder.find(module.specifier, fromFile)?.resolvedFileName;
      const isLoadedHere = file !== undefined && !file.includes('/node_modules/') && /\.json$/.test(file);
      return { ...module, path: file !== undefined && (isLoadedHere || isLocalSource(file)) ? file : undefined };
    });
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
