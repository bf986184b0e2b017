import { posix } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Converter, ConvertResult, Diagnostic } from 'tslab/dist/converter.js';
import { captureStreams } from './capture.js';
import { type Completeness, isComplete } from './completeCode.js';
import { describeDiagnostics } from './diagnostics.js';
import { describeThrown, type Failure } from './failure.js';
import { type MimeBundle, toMimeBundle } from './mime.js';
import type { DisplayContent, Output } from './output.js';
import { createPositions, type Positions } from './positions.js';
import { installStackTraces } from './stack.js';
import { reportStrayErrors } from './strayErrors.js';
import { loadTslab } from './typescript.js';

export type Outcome = { status: 'ok'; value?: MimeBundle } | ({ status: 'error' } & Failure);

/** Compiles and runs cells. What goes in and comes out is plain data. */
export interface Engine {
  /** Runs a cell; `label` is what tracebacks call it: `In [3]`. */
  execute(code: string, label: string): Promise<Outcome>;
  /** Positions are UTF-16 offsets, as in JavaScript strings. */
  complete(code: string, position: number): { matches: string[]; start: number; end: number };
  inspect(code: string, position: number): string | undefined;
  isComplete(code: string): Completeness;
  interrupt(): void;
  close(): void;
}

interface Run {
  label: string;
  script: string;
  diagnostics: Diagnostic[];
  thrown: { value: unknown } | undefined;
  value: unknown;
}

/** There can be one engine a process: it takes over the process's streams, stack traces and stray errors. */
export function createEngine(onOutput: (output: Output) => void): Engine {
  const folder = process.cwd();
  const tslab = loadTslab();
  const positions = createPositions();
  let scripts = 0;
  let run: Run = newRun('', '');

  const converter = tslab.createConverter();
  const node = withPositions(converter, positions, () => run);
  const executor = tslab.createExecutor(
    folder,
    { node, browser: node, close: () => converter.close() },
    {
      log: (value: unknown) => {
        run.value = value;
      },
      error: (value: unknown) => {
        // tslab prints diagnostics here too; those were kept as data already.
        if (run.diagnostics.length === 0) run.thrown = { value };
      },
    },
  );

  const show = (content: DisplayContent, update: boolean): void => onOutput({ kind: 'display', content, update });
  (globalThis as Record<symbol, unknown>)[Symbol.for('Jupyter.displayData')] = show;
  tslab.jupyter.lastWriteDisplayData = show;
  captureStreams((name, text) => onOutput({ kind: 'stream', name, text }));
  installStackTraces(positions);
  reportStrayErrors(folder);

  async function execute(code: string, label: string): Promise<Outcome> {
    run = newRun(label, `initlab:cell/${++scripts}`);
    try {
      const ok = await executor.execute(code);
      // What the cell left for the next turn (warnings, unhandled rejections, setImmediate) still belongs to it.
      await setImmediate();
      if (run.diagnostics.length > 0) return { status: 'error', ...describeDiagnostics(run.diagnostics, code, label) };
      if (!ok) return { status: 'error', ...describeThrown(run.thrown?.value, folder) };
      if (run.value === undefined) return { status: 'ok' };
      return { status: 'ok', value: await toMimeBundle(run.value) };
    } catch (error) {
      // Thrown by the compiler itself, or by a value that cannot be shown.
      return { status: 'error', ...describeThrown(error, folder) };
    }
  }

  return {
    execute,
    complete(code, position) {
      const { candidates, start, end } = executor.complete(code, position);
      return { matches: candidates, start, end };
    },
    inspect(code, position) {
      const info = executor.inspect(code, position);
      return info && tslab.printQuickInfo(info);
    },
    isComplete,
    interrupt: () => executor.interrupt(),
    close: () => executor.close(),
  };
}

function newRun(label: string, script: string): Run {
  return { label, script, diagnostics: [], thrown: undefined, value: undefined };
}

/** tslab begins every cell with the line `export {};`. */
const tslabLines = 1;

/** The converter, keeping diagnostics as data and the maps from what it compiled back to the cell. */
function withPositions(converter: Converter, positions: Positions, current: () => Run): Converter {
  return {
    ...converter,
    convert(previous, code) {
      const run = current();
      const result = converter.convert(previous, code);
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
      run.diagnostics = converter.addModule(name, code, meta);
      return run.diagnostics;
    },
  };
}

/** A local file's own name, of which the converter keeps only the compiled one. */
function sourceOf(file: NonNullable<ConvertResult['sideOutputs']>[number]): string {
  return posix.relative(process.cwd().replaceAll('\\', '/'), file.path).replace(/\.js$/, '.ts');
}
