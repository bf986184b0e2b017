import { posix } from 'node:path';
import type { Converter, ConvertResult, Diagnostic } from 'tslab/dist/converter.js';
import { hasTopLevelForAwait } from './forAwait.js';
import { truePath } from './localFiles.js';
import type { Positions } from './positions.js';
import { reachedDeclarations } from './reached.js';

/** What is learnt of one piece of code while tslab compiles and runs it. */
export interface Run {
  label: string;
  script: string;
  diagnostics: Diagnostic[];
  /** What variables held before. */
  values: Readonly<Record<string, unknown>>;
  /** The names that the code declares. */
  declares: string[];
  /** What tslab keeps as declared, before the code and if it runs to its end. */
  declarations: { before: string; after: string };
  thrown: { value: unknown } | undefined;
  value: unknown;
  /** Whether it has ended, and what it leaves is settled. */
  hasEnded: boolean;
}

export function newRun(label: string, script: string, values: Record<string, unknown>): Run {
  return {
    label,
    script,
    diagnostics: [],
    values: { ...values },
    declares: [],
    declarations: { before: '', after: '' },
    thrown: undefined,
    value: undefined,
    hasEnded: false,
  };
}

/** tslab begins every cell with the line `export {};`. */
const tslabLines = 1;

export interface TracedConverter extends Converter {
  /** After code that threw, of which tslab would forget everything; see `reachedDeclarations`. */
  keepReached(of: Run['declarations'], isNew: (name: string) => boolean, isOld: (name: string) => boolean): void;
}

/** The converter, keeping diagnostics as data and the maps from what it compiled back to the cell. */
export function createTracedConverter(
  converter: Converter,
  positions: Positions,
  compile: <T>(work: () => T) => T,
  lookForEdits: () => void,
  current: () => Run,
): TracedConverter {
  const known = new Map<string, LocalFile>();
  let kept: { insteadOf: string; declarations: string } | undefined;
  /** tslab comes with the same declarations again as long as no code has run to its end. */
  const declared = (previous: string): string => (kept?.insteadOf === previous ? kept.declarations : previous);
  return {
    ...converter,
    convert(previous, code) {
      const run = current();
      const result = compile(() => {
        lookForEdits();
        return converter.convert(declared(previous), code);
      });
      run.declarations = { before: previous, after: result.declOutput ?? '' };
      run.diagnostics = result.diagnostics.map(withTruePath);
      // tslab sees a top-level await by an error that the compiler does not report for this one.
      result.hasToplevelAwait ||= hasTopLevelForAwait(code);
      if (result.output !== undefined) {
        run.declares = unsetFirst(result.output);
        const code = positions.register(run.script, run.label, result.output, tslabLines);
        result.output = `${code}\n//# sourceURL=${run.script}`;
      }
      for (const file of result.sideOutputs ?? []) {
        file.path = truePath(file.path);
        file.data = positions.register(file.path, sourceOf(file), file.data, 0);
      }
      if (result.sideOutputs) {
        const files = withDependents(known, result.sideOutputs);
        result.sideOutputs = files.flatMap((file) => withOtherNames(file, known));
      }
      return result;
    },
    complete: (previous, code, position) => converter.complete(declared(previous), code, position),
    inspect: (previous, code, position) => converter.inspect(declared(previous), code, position),
    keepReached({ before, after }, isNew, isOld) {
      kept = { insteadOf: before, declarations: reachedDeclarations(declared(before), after, isNew, isOld) };
    },
    addModule(name, code, meta) {
      const run = current();
      run.diagnostics = compile(() => converter.addModule(name, code, meta));
      return run.diagnostics;
    },
  };
}

/** The compiler begins with `exports.b = exports.a = void 0;` for what a module will export; a cell exports all that it declares. */
function unsetFirst(output: string): string[] {
  const lines = output.match(/^exports\.[\w$]+ = .*void 0;$/gm) ?? [];
  return lines.flatMap((line) => Array.from(line.matchAll(/exports\.([\w$]+) =/g), ([, name]) => name));
}

type LocalFile = NonNullable<ConvertResult['sideOutputs']>[number];

/** Where a file that was loaded before has changed, all are loaded anew: any of them may import it. */
function withDependents(known: Map<string, LocalFile>, changed: LocalFile[]): LocalFile[] {
  const isEdit = changed.some(({ path }) => known.has(path));
  for (const file of changed) known.set(file.path, file);
  return isEdit ? [...known.values()] : changed;
}

/** The file, and the other names by which it can be imported: with the ending it was written with; an index by its folder. */
function withOtherNames(file: LocalFile, known: ReadonlyMap<string, LocalFile>): LocalFile[] {
  const { path } = file;
  const others = [path.replace(/\.js$/, '.ts')];
  if (path.endsWith('/index.js')) others.push(`${posix.dirname(path)}.js`);
  const link = (other: string): LocalFile => {
    const target = JSON.stringify(`./${posix.relative(posix.dirname(other), path)}`);
    return { path: other, data: `module.exports = require(${target});` };
  };
  return [file, ...others.filter((other) => !known.has(other)).map(link)];
}

/** A local file's own name, of which the converter keeps only the compiled one. */
function sourceOf(file: LocalFile): string {
  return shortPath(file.path).replace(/\.js$/, '.ts');
}

function withTruePath(diagnostic: Diagnostic): Diagnostic {
  const { fileName } = diagnostic;
  return fileName === undefined ? diagnostic : { ...diagnostic, fileName: shortPath(truePath(fileName)) };
}

function shortPath(path: string): string {
  return posix.relative(process.cwd().replaceAll('\\', '/'), path);
}
