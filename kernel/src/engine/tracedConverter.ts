import { posix } from 'node:path';
import type { Converter, ConvertResult, Diagnostic } from 'tslab/dist/converter.js';
import { hasTopLevelForAwait } from './forAwait.js';
import type { Positions } from './positions.js';

/** What is learnt of one piece of code while tslab compiles and runs it. */
export interface Run {
  label: string;
  script: string;
  diagnostics: Diagnostic[];
  thrown: { value: unknown } | undefined;
  value: unknown;
}

export function newRun(label: string, script: string): Run {
  return { label, script, diagnostics: [], thrown: undefined, value: undefined };
}

/** tslab begins every cell with the line `export {};`. */
const tslabLines = 1;

/** The converter, keeping diagnostics as data and the maps from what it compiled back to the cell. */
export function createTracedConverter(
  converter: Converter,
  positions: Positions,
  compile: <T>(work: () => T) => T,
  current: () => Run,
): Converter {
  const files = new Map<string, LocalFile>();
  return {
    ...converter,
    convert(previous, code) {
      const run = current();
      const result = compile(() => converter.convert(previous, code));
      run.diagnostics = result.diagnostics;
      // tslab sees a top-level await by an error that the compiler does not report for this one.
      result.hasToplevelAwait ||= hasTopLevelForAwait(code);
      if (result.output !== undefined) {
        const code = positions.register(run.script, run.label, result.output, tslabLines);
        result.output = `${code}\n//# sourceURL=${run.script}`;
      }
      for (const file of result.sideOutputs ?? []) {
        file.data = positions.register(file.path, sourceOf(file), file.data, 0);
      }
      if (result.sideOutputs) result.sideOutputs = withDependents(files, result.sideOutputs);
      return result;
    },
    addModule(name, code, meta) {
      const run = current();
      run.diagnostics = compile(() => converter.addModule(name, code, meta));
      return run.diagnostics;
    },
  };
}

type LocalFile = NonNullable<ConvertResult['sideOutputs']>[number];

/** Where a file that was loaded before has changed, all are loaded anew: any of them may import it. */
function withDependents(known: Map<string, LocalFile>, changed: LocalFile[]): LocalFile[] {
  const isEdit = changed.some(({ path }) => known.has(path));
  for (const file of changed) known.set(file.path, file);
  return isEdit ? [...known.values()] : changed;
}

/** A local file's own name, of which the converter keeps only the compiled one. */
function sourceOf(file: LocalFile): string {
  return posix.relative(process.cwd().replaceAll('\\', '/'), file.path).replace(/\.js$/, '.ts');
}
