import { posix } from 'node:path';
import type { Converter, ConvertResult, Diagnostic } from 'tslab/dist/converter.js';
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
  return {
    ...converter,
    convert(previous, code) {
      const run = current();
      const result = compile(() => converter.convert(previous, code));
      run.diagnostics = result.diagnostics;
      if (result.output !== undefined) {
        const code = positions.register(run.script, run.label, result.output, tslabLines);
        result.output = `${code}\n//# sourceURL=${run.script}`;
      }
      for (const file of result.sideOutputs ?? []) {
        file.data = positions.register(file.path, sourceOf(file), file.data, 0);
      }
      return result;
    },
    addModule(name, code, meta) {
      const run = current();
      run.diagnostics = compile(() => converter.addModule(name, code, meta));
      return run.diagnostics;
    },
  };
}

/** A local file's own name, of which the converter keeps only the compiled one. */
function sourceOf(file: NonNullable<ConvertResult['sideOutputs']>[number]): string {
  return posix.relative(process.cwd().replaceAll('\\', '/'), file.path).replace(/\.js$/, '.ts');
}
