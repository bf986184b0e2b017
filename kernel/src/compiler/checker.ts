import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic, IScriptSnapshot, LanguageService, Program, SourceFile } from 'typescript';
import { AMBIENT_DECLARATIONS, WEB_ASSEMBLY } from './ambient.js';
import { isLocalSource, type ModuleFinder } from './project/modules.js';
import { createNodeTypes } from './project/nodeTypes.js';
import type { Settings } from './project/settings.js';
import { withoutRepeatedStatements } from './syntax/statements.js';
import { ts } from './typescript.js';

/** Finds type errors, and answers questions about a cell. */
export interface Checker {
  /** The name under which the text of the current cell is known. */
  file: string;
  /** Takes the text of a cell, about which the next questions are. */
  setText(text: string): void;
  /** Reads the declarations of all modules of Node. */
  needAllOfNode(): void;
  /** Reads the declarations of a package before a cell imports it. */
  preload(name: string): void;
  /**
   * Finds the type errors of the cell, and of the local files that it imports. `isLasting` says
   * that the result cannot change, because there are no such files.
   */
  findErrors(): { errors: Diagnostic[]; isLasting: boolean };
  service: LanguageService;
  program(): Program;
}

/**
 * Lets the compiler keep what it knows about packages from one cell to the next. The published
 * types leave this out.
 */
const shareKnowledge = ({ cache }: ModuleFinder): object => ({ getModuleResolutionCache: () => cache });

const CELL_SPECIFIER = /^cell:(\d+)$/;

/** The end of the name of a past cell. */
const PAST_CELL = /\[cell (\d+)\]\.tsx?$/;

/**
 * Creates the checker. The cell that is asked about is a module under one name; past cells are
 * modules under names of their own, which the compiler only looks at if the cell refers to them.
 */
export function createChecker(
  folder: string,
  settings: Settings,
  finder: ModuleFinder,
  textOf: (cell: number) => string | undefined,
): Checker {
  const place = folder.replaceAll('\\', '/');
  const file = join(place, `[cell]${settings.ending}`).replaceAll('\\', '/');
  const nameOf = (cell: number): string => file.replace('[cell]', `[cell ${cell}]`);
  const fixed = new Map([
    [`${place}/[kernel].d.ts`, AMBIENT_DECLARATIONS + (settings.hasWebAssembly ? '' : WEB_ASSEMBLY)],
  ]);
  const preloadFile = `${place}/[preload].d.ts`;
  const preloaded: string[] = [];
  let text = 'export {};';
  let version = 0;

  function readVirtual(path: string): string | undefined {
    if (path === file) return text;
    if (path === preloadFile)
      return `export {};\n${preloaded.map((name) => `import ${JSON.stringify(name)};\n`).join('')}`;
    const [, cell] = PAST_CELL.exec(path) ?? [];
    return cell === undefined ? fixed.get(path) : textOf(Number(cell));
  }

  const nodeTypes = createNodeTypes();

  function getScriptVersion(path: string): string {
    if (path === file) return String(version);
    if (path === preloadFile) return String(preloaded.length);
    const ofNode = nodeTypes.versionOf(path);
    if (ofNode !== undefined) return String(ofNode);
    return readVirtual(path) === undefined ? versionOfFile(path) : 'fixed';
  }

  // The compiler asks several times for each cell, and one state of the files is enough.
  const versions = new Map<string, string>();
  const versionOfFile = (path: string): string => {
    const known = versions.get(path) ?? versionOf(path);
    versions.set(path, known);
    return known;
  };

  const snapshots = new Map<string, { version: string; snapshot: IScriptSnapshot }>();

  /** Keeps the texts of files, for which the compiler asks again before each cell. */
  function getScriptSnapshot(path: string): IScriptSnapshot | undefined {
    const virtual = readVirtual(path);
    if (virtual !== undefined) return ts.ScriptSnapshot.fromString(virtual);
    const current = getScriptVersion(path);
    const known = snapshots.get(path);
    if (known?.version === current) return known.snapshot;
    const content = readFile(path);
    if (content === undefined) return undefined;
    const snapshot = ts.ScriptSnapshot.fromString(content);
    snapshots.set(path, { version: current, snapshot });
    return snapshot;
  }

  const fileExists = (path: string): boolean => readVirtual(path) !== undefined || ts.sys.fileExists(path);
  const readFile = (path: string): string | undefined => readVirtual(path) ?? readReal(path);
  function readReal(path: string): string | undefined {
    const content = ts.sys.readFile(path);
    return content === undefined ? undefined : nodeTypes.trim(path, content);
  }
  const roots = [...fixed.keys(), preloadFile, ...settings.files, file];
  const jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const isCaseSensitive = ts.sys.useCaseSensitiveFileNames;
  const registry = (ts.createDocumentRegistry as (...args: unknown[]) => ReturnType<typeof ts.createDocumentRegistry>)(
    isCaseSensitive,
    place,
    jsDocParsingMode,
  );
  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => settings.check,
      getScriptFileNames: () => roots,
      getScriptVersion,
      getScriptSnapshot,
      ...shareKnowledge(finder),
      getCurrentDirectory: () => place,
      getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
      useCaseSensitiveFileNames: () => isCaseSensitive,
      jsDocParsingMode,
      fileExists,
      readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: (path) => ts.sys.realpath?.(path) ?? path,
      resolveModuleNameLiterals: (literals, containing, _redirected, options, source) =>
        literals.map((literal) => {
          const [, cell] = CELL_SPECIFIER.exec(literal.text) ?? [];
          if (cell !== undefined) {
            if (textOf(Number(cell)) === undefined) return { resolvedModule: undefined };
            const extension = settings.ending as typeof ts.Extension.Ts;
            return { resolvedModule: { resolvedFileName: nameOf(Number(cell)), extension } };
          }
          nodeTypes.noteImport(literal.text, containing);
          const mode = ts.getModeForUsageLocation(source, literal, options);
          return { resolvedModule: finder.find(literal.text, containing, mode) };
        }),
    },
    withoutRepeatedStatements(ts, registry, isLocalSource),
  );
  /** Builds the program, and again if its files need more declarations of Node. */
  function program(): Program {
    const before = nodeTypes.version();
    const current = service.getProgram();
    if (!current) throw new Error('The compiler has no program');
    return nodeTypes.version() === before ? current : program();
  }

  return {
    file,
    setText(value) {
      text = value;
      version++;
      if (value.includes('getBuiltinModule')) nodeTypes.needAll();
      versions.clear();
    },
    needAllOfNode: nodeTypes.needAll,
    preload(name) {
      preloaded.push(name);
      program();
    },
    findErrors() {
      const local = program()
        .getSourceFiles()
        .filter(({ fileName }) => isLocalSource(fileName) && readVirtual(fileName) === undefined);
      const errorsOf = ({ fileName }: Pick<SourceFile, 'fileName'>): Diagnostic[] => [
        ...service.getSyntacticDiagnostics(fileName),
        ...service.getSemanticDiagnostics(fileName),
      ];
      return { errors: [{ fileName: file }, ...local].flatMap(errorsOf), isLasting: local.length === 0 };
    },
    service,
    program,
  };
}

/** Returns a text that changes with a file. A file of a package is only read once. */
function versionOf(path: string): string {
  if (path.includes('/node_modules/')) return 'fixed';
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : '';
}
