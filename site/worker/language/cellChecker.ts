import {
  type Answering,
  type CellText,
  type Compiled,
  compileCell,
  createVisibleNames,
  type TypeScript,
  type VisibleNames,
  withoutRepeatedStatements,
} from 'initlab-kernel/language';
import type { DocumentRegistry, LanguageServiceHost, Program } from 'typescript';
import { COMPILER_FOLDER, type Declarations, typeSettings } from '../../src/run/typeSettings.js';
import type { CellCode } from './messages.js';

/** The file of the cell that is looked at. Cells before it have a number in the brackets. */
const CELL_FILE = '/[cell].ts';

const CELL_SPECIFIER = /^cell:(\d+)$/;

/** The last of some cells, as the checker sees it after the others. */
export interface LookedAt {
  compiled: Compiled;
  text: CellText;
  names: VisibleNames;
}

/** TypeScript's service for the cells of a page. */
export interface CellChecker extends Answering {
  /**
   * Looks at the last of some cells, about which the next questions are. The names of the others
   * are visible as if they had run one after another.
   *
   * @param hasAllNames whether all of them are visible, and not only those in the code
   */
  lookAt(cells: readonly CellCode[], hasAllNames: boolean): LookedAt;
}

/** Creates the service, which reads the declarations at the first question. */
export function createCellChecker(ts: TypeScript, { files, roots }: Declarations): CellChecker {
  const folders = new Set(Object.keys(files).flatMap(foldersOf));
  const texts = new Map([[CELL_FILE, { text: 'export {};', version: 0 }]]);
  const parsed = new Map<string, Compiled>();
  const options = typeSettings(ts);
  const readFile = (path: string): string | undefined =>
    texts.get(path)?.text ?? (Object.hasOwn(files, path) ? files[path] : undefined);
  const fileExists = (path: string): boolean => readFile(path) !== undefined;
  const directoryExists = (path: string): boolean => folders.has(path);
  const moduleHost = { fileExists, readFile, directoryExists };
  const cache = ts.createModuleResolutionCache('/', (name) => name, options);
  // Doc comments are read when they are asked for, because they take as long as the rest.
  const jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const host: LanguageServiceHost = {
    ...moduleHost,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...roots, CELL_FILE],
    getScriptVersion: (path) => String(texts.get(path)?.version ?? 'fixed'),
    getScriptSnapshot(path) {
      const text = readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => `${COMPILER_FOLDER}/lib.d.ts`,
    useCaseSensitiveFileNames: () => true,
    jsDocParsingMode,
    resolveModuleNameLiterals: (literals, containing, _redirected, settings, source) =>
      literals.map((literal) => {
        const [, cell] = CELL_SPECIFIER.exec(literal.text) ?? [];
        if (cell !== undefined)
          return { resolvedModule: { resolvedFileName: fileOf(Number(cell)), extension: ts.Extension.Ts } };
        const mode = ts.getModeForUsageLocation(source, literal, settings);
        return ts.resolveModuleName(literal.text, containing, settings, moduleHost, cache, undefined, mode);
      }),
  };
  // The published types leave out the mode of doc comments.
  const createRegistry = ts.createDocumentRegistry as (...args: unknown[]) => DocumentRegistry;
  const registry = createRegistry(true, '/', jsDocParsingMode);
  const service = ts.createLanguageService(
    host,
    withoutRepeatedStatements(ts, registry, (path) => path.startsWith('/[cell')),
  );

  function setText(path: string, text: string): void {
    const known = texts.get(path);
    if (known?.text !== text) texts.set(path, { text, version: (known?.version ?? 0) + 1 });
  }

  /** Compiles a cell for its names. The same code is compiled once. */
  function parse(code: string): Compiled {
    const compiled = parsed.get(code) ?? compileCell(ts, code, { has: () => false }, { fileName: 'cell.ts' });
    parsed.set(code, compiled);
    return compiled;
  }

  /** Keeps only what was compiled for these cells, because a cell changes with each key. */
  function forgetOthers(cells: readonly CellCode[]): void {
    const present = new Set(cells.map(({ code }) => code));
    for (const code of parsed.keys()) if (!present.has(code)) parsed.delete(code);
  }

  return {
    service,
    file: CELL_FILE,
    program: () => service.getProgram() as Program,
    lookAt(cells, hasAllNames) {
      const names = createVisibleNames();
      const last = cells.length - 1;
      for (const [i, { code }] of cells.slice(0, last).entries()) {
        const compiled = parse(code);
        const reached = [...compiled.declared, ...compiled.imported].map(({ name }) => name);
        names.add({ cell: i, code, text: names.surround(code, compiled), compiled, reached }, () => false);
      }
      for (let i = 0; i < last; i++) {
        const text = names.textOf(i);
        if (text !== undefined) setText(fileOf(i), text);
      }
      const { code } = cells[last] as CellCode;
      const compiled = parse(code);
      const mentioned = hasAllNames ? ({ has: () => true } as unknown as Set<string>) : compiled.mentioned;
      const text = names.surround(code, { ...compiled, mentioned });
      setText(CELL_FILE, text.text);
      forgetOthers(cells);
      return { compiled, text, names };
    },
  };
}

function fileOf(cell: number): string {
  return CELL_FILE.replace('[cell]', `[cell ${cell}]`);
}

/** Lists the folders in which a file is. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join('/') || '/');
}
