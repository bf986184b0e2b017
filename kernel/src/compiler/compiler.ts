import { join } from 'node:path';
import type { Diagnostic } from 'typescript';
import type {
  CompileAnswer,
  Completeness,
  Completions,
  FinishedCell,
  Inspection,
  LocalFile,
  ResolvedModule,
} from '../threads/messages.js';
import { adviseDepth, adviseInstall, adviseTypes } from './advice.js';
import { createChecker } from './checker.js';
import { compareTypes } from './compareTypes.js';
import { describeErrors, type ShownError, toShownError, toSyntaxError } from './diagnostics.js';
import { createLocalFiles } from './localFiles.js';
import { type Candidate, type CellText, createVisibleNames, type RunCell } from './names.js';
import { createModuleFinder } from './project/modules.js';
import { readSettings } from './project/settings.js';
import { concernsCell, labelCells, wordFor } from './questions/cellErrors.js';
import { isComplete } from './questions/completeCode.js';
import { findCompletions } from './questions/completions.js';
import { findArgument } from './questions/condition.js';
import { inspectCode } from './questions/inspection.js';
import { compileCell } from './syntax/compile.js';
import type { Compiled } from './syntax/types.js';
import { ts } from './typescript.js';

/** Compiles cells, and answers questions about code. Arguments and results are plain data. */
export interface Compiler {
  /** Compiles a cell and checks its types. `cell` is a number that no other cell has. */
  compile(cell: number, code: string, label: string): CompileAnswer;
  /**
   * Makes the names that a cell has reached visible for later cells. Returns the cells that no name
   * can reach any more, and which `restore` does not need.
   */
  finish(finished: FinishedCell): number[];
  /** Makes the names of cells visible that ran before this compiler was started. */
  restore(cells: readonly FinishedCell[]): void;
  /** Compiles the file that code imports while it runs; undefined if it is not a local file. */
  loadFile(specifier: string, fromFile: string): { module: ResolvedModule; files: LocalFile[] };
  complete(code: string, position: number): Completions;
  inspect(code: string, position: number): Inspection | undefined;
  isComplete(code: string): Completeness;
  findArgument(code: string, line: number, column: number): string | undefined;
  /** Reads the declarations that all cells need. Returns the packages that cannot be preloaded. */
  prepare(): string[];
  /** Reads the declarations of a package. */
  preload(name: string): void;
}

/** No declarations were found for a package. */
const UNTYPED_PACKAGE = 7016;

/** Number of texts without errors that are remembered. */
const MAX_CHECKED_TEXTS = 200;

/** Creates the compiler for the cells of a notebook in `folder`. */
export function createCompiler(folder: string, preload: readonly string[]): Compiler {
  const settings = readSettings(folder);
  const finder = createModuleFinder(folder, settings.check);
  const names = createVisibleNames();
  const checked = new Map<string, string[]>();
  const labels = new Map<number, string>();
  const forgotten: number[] = [];
  const checker = createChecker(folder, settings, finder, names.textOf);
  const localFiles = createLocalFiles(folder, settings, finder);
  let latest: { cell: number; code: string; compiled: Compiled; text: CellText } | undefined;

  const parse = (code: string): Compiled =>
    compileCell(ts, code, names, { fileName: `cell${settings.ending}`, emit: settings.emit });

  /** Keeps the advice of a text without errors, which need not be checked again. */
  function remember(text: string, advice: string[]): void {
    const [oldest] = checked.keys();
    if (checked.size >= MAX_CHECKED_TEXTS && oldest !== undefined) checked.delete(oldest);
    checked.set(text, advice);
  }

  function compile(cell: number, code: string, label: string): CompileAnswer {
    const compiled = parse(code);
    const refuse = (errors: ShownError[]): CompileAnswer => ({
      status: 'refused',
      failure: describeErrors(errors, folder),
    });
    if (compiled.problems.length > 0)
      return refuse(compiled.problems.map((problem) => toSyntaxError(label, code, problem)));
    const text = names.surround(code, compiled);
    let advice = checked.get(text.text);
    if (!advice) {
      checker.setText(text.text);
      const { errors, isLasting } = checker.findErrors();
      const found = errors.filter((error) => concernsCell(error, text.text, compiled));
      const shown = found
        .filter((error) => error.code !== UNTYPED_PACKAGE)
        .flatMap((error) => show(error, code, label, text));
      if (shown.length > 0) return refuse(shown);
      advice = found.filter((error) => error.code === UNTYPED_PACKAGE).map(adviseTypes);
      if (compiled.isDeep) advice.push(adviseDepth());
      if (isLasting) remember(text.text, advice);
    }
    latest = { cell, code, compiled, text };
    labels.set(cell, label);
    const modules = localFiles.resolve(compiled.modules, checker.file);
    const files = localFiles.collect(modules);
    return { status: 'ready', code: compiled.code, map: compiled.map, modules, files, advice };
  }

  /** Puts an error of the checked text where the reader wrote it, and in words that fit cells. */
  function show(error: Diagnostic, code: string, label: string, { start, text }: CellText): ShownError[] {
    const { file } = error;
    const place = error.start ?? 0;
    const shown =
      file === undefined || file.fileName === checker.file
        ? toShownError(label, code, place - start, error)
        : toShownError(file.fileName, file.text, place, error);
    // What is wrong in the lines around the cell is not the reader's.
    if (shown.start < 0) return [];
    const message = wordFor(error, text, names) ?? adviseInstall(error, shown.message, folder);
    const naming = (words: string): string => labelCells(words, (number) => labels.get(number));
    const reasons = shown.reasons.map(({ depth, text: reason }) => ({ depth, text: naming(reason) }));
    return [{ ...shown, message: naming(message), reasons }];
  }

  function restore(cells: readonly FinishedCell[]): void {
    for (const { cell, code, label, reached } of cells) {
      const compiled = parse(code);
      labels.set(cell, label);
      // Types are not compared, because that would take long if there are many cells.
      add({ cell, code, text: names.surround(code, compiled), compiled, reached }, () => false);
    }
  }

  function add(run: RunCell, isTwin: typeof haveSameTypes): void {
    const gone = names.add(run, isTwin);
    // A message should name the latest run of a cell, whose text may stay that of the first.
    const label = labels.get(run.cell);
    if (label !== undefined) labels.set(names.moduleOf(run.cell), label);
    for (const cell of gone) labels.delete(cell);
    forgotten.push(...gone);
  }

  function haveSameTypes(candidate: Candidate): boolean {
    const comparison = compareTypes(candidate);
    if (comparison === undefined) return false;
    checker.setText(comparison);
    return checker.findErrors().errors.length === 0;
  }

  /** Lets the checker look at code that has not run, with the names of all earlier cells. */
  function lookAt(code: string): number {
    const compiled = parse(code);
    const { text, start } = names.surround(code, {
      ...compiled,
      mentioned: { has: () => true } as unknown as Set<string>,
    });
    checker.setText(text);
    checker.program();
    return start;
  }

  return {
    compile,
    finish(finished) {
      // A cell that another compiler has compiled is compiled again.
      if (latest?.cell !== finished.cell) restore([finished]);
      else add({ ...latest, reached: finished.reached }, haveSameTypes);
      latest = undefined;
      return forgotten.splice(0);
    },
    restore,
    loadFile(specifier, fromFile) {
      const request = { specifier, attributes: {}, used: ['*'], isForEffect: false, isRequired: false };
      const [module] = localFiles.resolve([request], fromFile) as [ResolvedModule];
      return { module, files: localFiles.collect([module]) };
    },
    complete(code, position) {
      // The names of modules are completed from those that are known.
      if (/(?:from|import|require|\()\s*['"][^'"\n]*$/.test(code.slice(0, position))) checker.needAllOfNode();
      const start = lookAt(code);
      return findCompletions(checker, code, position, start, names.kindOf);
    },
    inspect(code, position) {
      const start = lookAt(code);
      return inspectCode(ts, checker, position + start);
    },
    isComplete,
    findArgument: (code, line, column) => findArgument(ts, code, line, column),
    prepare() {
      checker.setText('const x = 1;\nx;\nexport { x };');
      checker.findErrors();
      return preload.filter((name) => finder.find(name, join(folder, 'cell.ts')) === undefined);
    },
    preload: checker.preload,
  };
}
