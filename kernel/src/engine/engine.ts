import * as promises from 'node:timers/promises';
import type { CellOutcome, CellRequest, Completeness, Completions, FromEngine, Outcome } from '../threads/messages.js';
import type { DisplayContent, OutputEvent } from '../threads/outputEvent.js';
import { reportTrouble } from '../threads/reportTrouble.js';
import type { MainSide } from '../threads/shared.js';
import { describeAssertion } from './assertion.js';
import { captureStreams } from './capture.js';
import { captureChildOutput } from './childOutput.js';
import { isComplete } from './completeCode.js';
import { installConsoleTable } from './consoleTable.js';
import { describeDiagnostics } from './diagnostics.js';
import { pollFileEdits } from './edits.js';
import { describeThrown, INTERRUPTION, isStopped } from './failure.js';
import { findMissing, preloadTypes } from './foreseen.js';
import { installInput } from './input.js';
import { toMimeBundle } from './mime.js';
import { createOutputStream } from './outlet.js';
import { createSourceMaps } from './positions.js';
import { readPreloadSetting } from './preloadSetting.js';
import { createScopes } from './scopes.js';
import { installStackTraces } from './stack.js';
import { reportUncaughtErrors } from './strayErrors.js';
import { watchTensorflow } from './tensorflow.js';
import { bindTimers } from './timers.js';
import { createRun, createTracedConverter, type Run } from './tracedConverter.js';
import { loadTslab } from './tslab.js';
import { keepCompilerCode } from './typescript.js';
import { bindWorkers } from './workers.js';

// Node's own timers, because the global ones will be replaced with timers that belong to cells.
const { setImmediate: nextTurn } = promises;

/** Time without a cell to run, after which the compiler prepares for the first cell. */
const IDLE_BEFORE_WARMUP_MS = 200;

/** Compiles and runs cells. Its arguments and results are plain data. */
export interface Engine {
  execute(request: CellRequest): Promise<CellOutcome>;
  /** Completes code. Positions are UTF-16 offsets, as in JavaScript strings. */
  complete(code: string, position: number): Completions;
  inspect(code: string, position: number): string | undefined;
  isComplete(code: string): Completeness;
  /**
   * Ends the running cell, its timers and its worker threads, or those of all cells if none is
   * running.
   */
  interrupt(): void;
  /** Gives a line to the cell that asked for it through `process.stdin`. */
  giveLine(line: string): void;
  /** Sends a message after all earlier output. */
  post(message: FromEngine): void;
  /** Tells the reader of the running cell why the process ends. */
  announceEnd(reason: string): void;
}

/**
 * Creates the engine. A process can only have one, because it takes over the streams, the stack
 * traces and the uncaught errors.
 */
export function createEngine(send: (message: FromEngine) => void, mainSide: MainSide): Engine {
  const folder = process.cwd();
  const tslab = loadTslab();
  const sourceMaps = createSourceMaps();
  const scopes = createScopes();
  const outputStream = createOutputStream(send);
  let running: { cell: CellRequest; end: (outcome: CellOutcome) => void } | undefined;
  let scriptCount = 0;
  let run: Run = createRun('', '', {});

  const publish = (event: OutputEvent): void => outputStream.post({ kind: 'output', cell: currentCell(), event });
  const currentCell = (): number => scopes.current()?.cell ?? 0;

  const show = (content: DisplayContent, update: boolean): void => publish({ kind: 'display', content, update });
  const clearOutput = (wait = false): void => publish({ kind: 'clear', wait: wait === true });
  (globalThis as Record<symbol, unknown>)[Symbol.for('Jupyter.displayData')] = show;
  tslab.jupyter.lastWriteDisplayData = show;
  installConsoleTable(show);
  Object.defineProperty(globalThis, 'clearOutput', { value: clearOutput, writable: true, configurable: true });
  console.clear = () => clearOutput();
  captureStreams((name, text) => outputStream.write(currentCell(), name, text));
  captureChildOutput(scopes);
  installStackTraces(sourceMaps);
  const timers = bindTimers(scopes);
  const workers = bindWorkers(scopes);
  reportUncaughtErrors(folder, scopes, timers, outputStream);
  const tensorflow = watchTensorflow();
  const input = installInput(scopes, mainSide, (cell, request) => outputStream.post({ kind: 'input', cell, request }));

  const lookForEdits = pollFileEdits();
  const converter = tslab.createConverter();
  const node = createTracedConverter(converter, sourceMaps, mainSide.compile, lookForEdits, () => run);
  const executor = tslab.createExecutor(
    folder,
    { node, browser: node, close: () => converter.close() },
    {
      log: (value: unknown) => {
        run.value = value;
      },
      error: (value: unknown) => {
        // tslab also prints diagnostics here, but they have already been collected as data.
        if (run.diagnostics.length === 0) run.thrown = { value };
      },
    },
  );

  const { locals } = executor;

  const packages = readPreloadSetting(folder, reportTrouble);
  /** Prepares the compiler for the first cell, and reads the packages that the course names. */
  const warmup = setTimeout(() => {
    const missing = mainSide.compile(() => {
      preloadTypes(packages);
      converter.convert('', 'const x = 1;\nx');
      return findMissing(packages);
    });
    if (missing.length > 0) reportTrouble(`The kernel cannot preload what it does not find: ${missing.join(', ')}`);
  }, IDLE_BEFORE_WARMUP_MS);

  async function evaluate(code: string, label: string): Promise<Outcome> {
    const current = createRun(label, `initlab:cell/${++scriptCount}`, locals);
    run = current;
    try {
      const ok = await executor.execute(code);
      // An interrupted cell is over for its reader, and the next one may start at once.
      settle(current, ok || current.diagnostics.length > 0);
      // Warnings, unhandled rejections and immediates of the cell come on the next turn and still
      // belong to it.
      await nextTurn();
      if (current.diagnostics.length > 0)
        return { status: 'error', ...describeDiagnostics(current.diagnostics, code, label) };
      if (!ok) {
        if (isStopped(current.thrown?.value)) interrupt();
        const thrown = current.thrown?.value;
        return { status: 'error', ...describeAssertion(describeThrown(thrown, folder), thrown, code, label) };
      }
      if (current.value === undefined) return { status: 'ok' };
      return { status: 'ok', value: await toMimeBundle(current.value) };
    } catch (error) {
      // Here, the compiler itself failed, or a value could not be shown.
      return { status: 'error', ...describeThrown(error, folder) };
    }
  }

  /**
   * Settles the variables of code that has ended. At its start, all names that it declares are
   * unset. If it threw or was interrupted, each name that it had not reached gets its earlier value
   * back.
   */
  function settle(ended: Run, isWhole: boolean): void {
    const { hasEnded, names, values, declarations } = ended;
    if (hasEnded) return;
    ended.hasEnded = true;
    // The earlier values may be large, so they are released now and not when the next code runs.
    ended.values = {};
    const isCompiled = declarations.after !== '';
    if (isWhole || !isCompiled) return;
    const unreached = new Set(names.filter((name) => locals[name] === undefined));
    for (const name of unreached) locals[name] = values[name];
    const isOld = (name: string): boolean => unreached.has(name) && values[name] !== undefined;
    node.keepPartial(declarations, (name) => !unreached.has(name), isOld);
  }

  async function runCell({ code, label, expressions }: CellRequest): Promise<CellOutcome> {
    const outcome = await evaluate(code, label);
    if (outcome.status === 'error') return outcome;
    const results: Record<string, Outcome> = {};
    for (const [name, expression] of Object.entries(expressions)) results[name] = await evaluate(expression, name);
    return { ...outcome, expressions: results };
  }

  /**
   * Resolves when the cell ends or is interrupted. A cell whose code was stopped from outside never
   * ends on its own.
   */
  function execute(cell: CellRequest): Promise<CellOutcome> {
    clearTimeout(warmup);
    return new Promise<CellOutcome>((end) => {
      running = { cell, end };
      tensorflow.begin();
      // An interrupt may stop everything on the stack, so the cell runs later, when the caller is
      // no longer on it.
      queueMicrotask(() => scopes.run(cell, () => void runCell(cell).then(end)));
    }).finally(() => {
      running = undefined;
      mainSide.compile(keepCompilerCode);
    });
  }

  function interrupt(): void {
    // A cell that never awaits does not return to its caller when it is stopped.
    if (running) settle(run, false);
    scopes.leave();
    timers.repair();
    scopes.abandon(running?.cell);
    workers.endAbandoned();
    executor.interrupt();
    running?.end({ status: 'error', ...INTERRUPTION });
    tensorflow.repair();
  }

  return {
    execute,
    complete: (code, position) =>
      mainSide.compile(() => {
        const { candidates, start, end } = executor.complete(code, position);
        return { matches: candidates, start, end };
      }),
    inspect: (code, position) =>
      mainSide.compile(() => {
        const info = executor.inspect(code, position);
        return info && tslab.printQuickInfo(info);
      }),
    isComplete,
    interrupt,
    giveLine: input.giveLine,
    post: outputStream.post,
    announceEnd: (reason) => outputStream.post({ kind: 'ending', cell: currentCell(), reason }),
  };
}
