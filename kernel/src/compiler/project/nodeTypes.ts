import { builtinModules } from 'node:module';

/**
 * Modules of Node.js whose declarations nothing refers to but code that imports them. They are more
 * than a third of all.
 */
const RARE_MODULES: ReadonlySet<string> = new Set(
  (
    'assert cluster constants diagnostics_channel domain http2 https inspector os punycode repl sea sqlite ' +
    'string_decoder test trace_events v8 wasi zlib'
  ).split(' '),
);

/** The declarations of Node.js, of which the checker reads those parts that are needed. */
export interface NodeTypes {
  /** A number that changes when more parts are needed; undefined for other files. */
  versionOf(path: string): number | undefined;
  /** Leaves out of the list of all parts what is not needed. Other files stay as they are. */
  trim(path: string, content: string): string;
  /** Notes that a file imports a module. */
  noteImport(specifier: string, fromFile: string): void;
  /** Notes that all parts are needed. */
  needAll(): void;
  /** The number of the present state. */
  version(): number;
}

export function createNodeTypes(): NodeTypes {
  const needed = new Set<string>();
  const isIndex = (path: string): boolean => path.endsWith('/@types/node/index.d.ts');
  const isNeeded = (part: string): boolean => !RARE_MODULES.has(part) || needed.has(part);
  const need = (name: string): void => {
    if (RARE_MODULES.has(name)) needed.add(name);
  };

  return {
    version: () => needed.size,
    versionOf: (path) => (isIndex(path) ? needed.size : undefined),
    trim: (path, content) =>
      isIndex(path)
        ? content.replaceAll(/^\/\/\/ <reference path="([\w-]+)[^"]*" \/>$/gm, (line, part: string) =>
            isNeeded(part) ? line : '',
          )
        : content,
    noteImport(specifier, fromFile) {
      const name = specifier.replace(/^node:/, '');
      // The types of `process` name all modules, for the sake of one function.
      if (builtinModules.includes(name) || specifier !== name)
        if (!fromFile.endsWith('/@types/node/process.d.ts')) need(name.split('/')[0] as string);
    },
    needAll: () => RARE_MODULES.forEach(need),
  };
}
