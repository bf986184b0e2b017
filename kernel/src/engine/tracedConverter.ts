import { posix } from 'node:path';
import type { Converter, ConvertResult, Diagnostic } from 'tslab/dist/converter.js';
import { hasTopLevelForAwait } from './forAwait.js';
import { toTruePath } from './localFiles.js';
import type { SourceMaps } from './positions.js';
import { computePartialDeclarations } from './reached.js';

/** The data of a run: one piece of code that tslab compiles and runs. */
export interface Run {
  label: string;
  script: string;
  diagnostics: Diagnostic[];
  /** The values of all variables before the code. */
  values: Readonly<Record<string, unknown>>;
  /** The names that the code declares. */
  names: string[];
  /**
   * The declarations that tslab keeps: those before the code, and those after it if it runs to its
   * end.
   */
  declarations: { before: string; after: string };
  thrown: { value: unknown } | undefined;
  value: unknown;
  /** Whether the code has ended and its variables are settled. */
  hasEnded: boolean;
}

/** Creates the data of a run that has not started. */
export function createRun(label: string, script: string, values: Record<string, unknown>): Run {
  return {
    label,
    script,
    diagnostics: [],
    values: { ...values },
    names: [],
    declarations: { before: '', after: '' },
    thrown: undefined,
    value: undefined,
    hasEnded: false,
  };
}

/** The number of lines that tslab adds before a cell: `export {};`. */
const TSLAB_LINES = 1;

/** A converter that keeps diagnostics and source maps, and the declarations of cells that threw. */
export interface TracedConverter extends Converter {
  /**
   * Keeps the declarations of code that threw, which tslab would forget; see
   * `computePartialDeclarations`.
   */
  keepPartial(partOf: Run['declarations'], isNew: (name: string) => boolean, isOld: (name: string) => boolean): void;
}

/**
 * Wraps tslab's converter so that it keeps diagnostics as data, and the source maps of everything
 * that it compiles.
 */
export function createTracedConverter(
  converter: Converter,
  sourceMaps: SourceMaps,
  compile: <T>(work: () => T) => T,
  lookForEdits: () => void,
  current: () => Run,
): TracedConverter {
  const known = new Map<string, LocalFile>();
  let kept: { insteadOf: string; declarations: string } | undefined;
  /**
   * Returns the current declarations. tslab passes the old ones until some code has run to its end.
   */
  const updateDeclarations = (previous: string): string =>
    kept?.insteadOf === previous ? kept.declarations : previous;
  return {
    ...converter,
    convert(previous, code) {
      const run = current();
      const result = compile(() => {
        lookForEdits();
        return converter.convert(updateDeclarations(previous), code);
      });
      run.declarations = { before: previous, after: result.declOutput ?? '' };
      run.diagnostics = result.diagnostics.map(restorePath);
      // tslab recognizes a top-level await by an error of the compiler, which does not report that
      // error for this kind.
      result.hasToplevelAwait ||= hasTopLevelForAwait(code);
      if (result.output !== undefined) {
        run.names = findDeclaredNames(result.output);
        const code = sourceMaps.register(run.script, run.label, result.output, TSLAB_LINES);
        result.output = `${code}\n//# sourceURL=${run.script}`;
      }
      for (const file of result.sideOutputs ?? []) {
        file.path = toTruePath(file.path);
        file.data = sourceMaps.register(file.path, toSourcePath(file), file.data, 0);
      }
      if (result.sideOutputs) {
        const files = addDependents(known, result.sideOutputs);
        result.sideOutputs = files.flatMap((file) => addOtherNames(file, known));
      }
      return result;
    },
    complete: (previous, code, position) => converter.complete(updateDeclarations(previous), code, position),
    inspect: (previous, code, position) => converter.inspect(updateDeclarations(previous), code, position),
    keepPartial({ before, after }, isNew, isOld) {
      kept = {
        insteadOf: before,
        declarations: computePartialDeclarations(updateDeclarations(before), after, isNew, isOld),
      };
    },
    addModule(name, code, meta) {
      const run = current();
      run.diagnostics = compile(() => converter.addModule(name, code, meta));
      return run.diagnostics;
    },
  };
}

/**
 * Finds the names that a cell declares: all are exported, and the output begins with `exports.b =
 * exports.a = void 0;`.
 */
function findDeclaredNames(output: string): string[] {
  const lines = output.match(/^exports\.[\w$]+ = .*void 0;$/gm) ?? [];
  return lines.flatMap((line) => Array.from(line.matchAll(/exports\.([\w$]+) =/g), ([, name]) => name));
}

/** A local file that was compiled. */
type LocalFile = NonNullable<ConvertResult['sideOutputs']>[number];

/**
 * Adds all local files to the changed ones if a loaded file has changed, because any of them may
 * import it.
 */
function addDependents(known: Map<string, LocalFile>, changed: LocalFile[]): LocalFile[] {
  const isEdit = changed.some(({ path }) => known.has(path));
  for (const file of changed) known.set(file.path, file);
  return isEdit ? [...known.values()] : changed;
}

/** Adds the other names of a file: with the extension of its source, and the folder of an index. */
function addOtherNames(file: LocalFile, known: ReadonlyMap<string, LocalFile>): LocalFile[] {
  const { path } = file;
  const others = [path.replace(/\.js$/, '.ts')];
  if (path.endsWith('/index.js')) others.push(`${posix.dirname(path)}.js`);
  const link = (other: string): LocalFile => {
    const target = JSON.stringify(`./${posix.relative(posix.dirname(other), path)}`);
    return { path: other, data: `module.exports = require(${target});` };
  };
  return [file, ...others.filter((other) => !known.has(other)).map(link)];
}

/**
 * Returns the name of a local file's source; the converter keeps only that of the compiled file.
 */
function toSourcePath(file: LocalFile): string {
  return toRelativePath(file.path).replace(/\.js$/, '.ts');
}

function restorePath(diagnostic: Diagnostic): Diagnostic {
  const { fileName } = diagnostic;
  return fileName === undefined ? diagnostic : { ...diagnostic, fileName: toRelativePath(toTruePath(fileName)) };
}

function toRelativePath(path: string): string {
  return posix.relative(process.cwd().replaceAll('\\', '/'), path);
}
