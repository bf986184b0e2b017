import { dirname } from 'node:path';
import * as promises from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readPreloadSetting } from '../compiler/project/preloadSetting.js';
import type { CellOutcome, CellRequest, FromEngine, Outcome } from '../threads/messages.js';
import type { DisplayContent, Failure, OutputEvent } from '../threads/outputEvent.js';
import { reportTrouble } from '../threads/reportTrouble.js';
import type { MainSide } from '../threads/shared.js';
import { keepBuiltins } from './builtins.js';
import { type CellRun, createCells } from './cells/cells.js';
import { startCompiler } from './cells/compilerThread.js';
import { describeAssertion } from './errors/assertion.js';
import { colorTraceback } from './errors/colors.js';
import { describeThrown, INTERRUPTION } from './errors/failure.js';
import { hasColors } from './errors/hasColors.js';
import { createSourceMaps } from './errors/positions.js';
import { installStackTraces } from './errors/stack.js';
import { reportUncaughtErrors } from './errors/strayErrors.js';
import { installInput } from './input.js';
import { captureStreams } from './output/capture.js';
import { captureChildOutput } from './output/childOutput.js';
import { installConsoleTable } from './output/consoleTable.js';
import { toMimeBundle } from './output/mime.js';
import { createOutputStream } from './output/outlet.js';
import { toSendable } from './output/sendable.js';
import { createScopes } from './scopes/scopes.js';
import { bindTimers } from './scopes/timers.js';
import { bindWorkers } from './scopes/workers.js';
import { adviseCommand, createShell, readCommands } from './shell.js';
import { Interruption, watchTensorflow } from './tensorflow.js';
import { watchTests } from './tests.js';
import { loadTslab } from './tslab.js';

// Node's own timers, because the global ones will be replaced with timers that belong to cells.
const { setImmediate: nextTurn } = promises;

const KERNEL_FOLDER = dirname(dirname(fileURLToPath(import.meta.url)));

/** Recognizes the kernel's own scripts, of which a reader knows nothing. */
function isKernelScript(script: string): boolean {
  return (script.startsWith('file:') ? fileURLToPath(script) : script).startsWith(KERNEL_FOLDER);
}

/** Runs cells. Its arguments and results are plain data. */
export interface Engine {
  execute(request: CellRequest): Promise<CellOutcome>;
  /**
   * Ends the running cell, its timers and its worker threads, or those of all cells if none is
   * running.
   */
  interrupt(): void;
  /** Starts the compiler again if it has ended for a while. */
  wakeCompiler(): void;
  /** Gives a line to the cell that asked for it through `process.stdin`. */
  giveLine(line: string): void;
  /** Sends a message after all earlier output. */
  post(message: FromEngine): void;
  /** Tells the reader of the running cell why the process ends. */
  announceEnd(reason: string): void;
}

/**
 * Creates the engine. A process can only have one, because it takes over the streams, the stack
 * traces and the uncaught errors. `onFailure` is called if the compiler cannot be started.
 */
export function createEngine(
  send: (message: FromEngine) => void,
  mainSide: MainSide,
  onFailure: (reason: string) => void,
): Engine {
  const folder = process.cwd();
  const sourceMaps = createSourceMaps();
  const outputStream = createOutputStream(send);
  const scopes = createScopes((cell) => outputStream.post({ kind: 'forgotten', cell }));
  let running: { cell: CellRequest; end: (outcome: CellOutcome) => void } | undefined;
  let runCount = 0;
  let current: CellRun | undefined;

  const publish = (event: OutputEvent): void => outputStream.post({ kind: 'output', cell: currentCell(), event });
  const currentCell = (): number => scopes.current()?.cell ?? 0;

  const show = (content: DisplayContent, update: boolean): void =>
    publish({ kind: 'display', content: toSendable(content), update: update === true });
  const clearOutput = (wait = false): void => publish({ kind: 'clear', wait: wait === true });
  (globalThis as Record<symbol, unknown>)[Symbol.for('Jupyter.displayData')] = show;
  installConsoleTable(show);
  Object.defineProperty(globalThis, 'clearOutput', { value: clearOutput, writable: true, configurable: true });
  console.clear = () => clearOutput();
  captureStreams((name, text) => outputStream.write(currentCell(), name, text));
  captureChildOutput(scopes, mainSide);
  installStackTraces(sourceMaps, isKernelScript);
  const timers = bindTimers(scopes);
  const workers = bindWorkers(scopes);
  reportUncaughtErrors(folder, scopes, timers, outputStream);
  const tensorflow = watchTensorflow(mainSide);
  const input = installInput(scopes, mainSide, (cell, request) => outputStream.post({ kind: 'input', cell, request }));

  const compiler = startCompiler(
    folder,
    readPreloadSetting(folder, reportTrouble),
    (port) => send({ kind: 'compiler', port }),
    onFailure,
  );
  const repairBuiltins = keepBuiltins();
  const repair = (): void =>
    repairBuiltins((names) => {
      const text = `The kernel needs built-in objects that code has broken, and has restored them: ${names}\n`;
      outputStream.write(currentCell(), 'stderr', text);
    });
  const cells = createCells(folder, compiler, sourceMaps, { tslab: () => loadTslab(show) }, repair);

  const shell = createShell(folder);
  const tests = watchTests();

  async function evaluate(code: string, label: string): Promise<Outcome> {
    const cell = scopes.current();
    const run: CellRun = { cell: ++runCount, code, label, reached: [], settle() {}, isOver: false };
    current = run;
    try {
      const compiled = await compiler.compile(run.cell, code, label);
      if (compiled.status === 'refused') return await runCommands(code, compiled.failure);
      // The cell may have been interrupted meanwhile.
      if (scopes.isAbandoned(cell)) return { status: 'error', ...INTERRUPTION };
      for (const advice of compiled.advice) outputStream.write(currentCell(), 'stderr', advice);
      tests.begin();
      const { value } = await cells.run(run, compiled);
      finish(run);
      const failure = await tests.end();
      if (failure) return { status: 'error', ...failure };
      // Warnings, unhandled rejections and immediates of the cell come on the next turn and still
      // belong to it.
      await nextTurn();
      return value === undefined || value === null
        ? { status: 'ok' }
        : { status: 'ok', value: await toMimeBundle(value) };
    } catch (thrown) {
      finish(run);
      // The signal of an interrupt may end a call of the system, before the code itself is stopped.
      const isCallInterrupted = (thrown as NodeJS.ErrnoException | undefined)?.code === 'EINTR';
      if (thrown instanceof Interruption || isCallInterrupted) return { status: 'error', ...INTERRUPTION };
      await nextTurn();
      const failure = describeThrown(thrown, folder);
      return { status: 'error', ...(await describeAssertion(failure, thrown, code, label, compiler.findArgument)) };
    }
  }

  /** Runs code that is no TypeScript but commands for a shell. */
  async function runCommands(code: string, refusal: Failure): Promise<Outcome> {
    const commands = readCommands(code);
    const failure = commands ? await shell.run(commands) : (adviseCommand(code) ?? refusal);
    return failure ? { status: 'error', ...failure } : { status: 'ok' };
  }

  /** Makes what code has reached visible for later cells, once it is over. */
  function finish(run: CellRun): void {
    if (run.isOver) return;
    run.settle();
    run.isOver = true;
    const { cell, code, label, reached } = run;
    compiler.finish({ cell, code, label, reached });
  }

  async function runCell({ code, label, expressions }: CellRequest): Promise<CellOutcome> {
    const outcome = await evaluate(code, label);
    if (outcome.status === 'error') return hasColors() ? { ...outcome, ...colorTraceback(outcome) } : outcome;
    const results: Record<string, Outcome> = {};
    for (const [name, expression] of Object.entries(expressions)) results[name] = await evaluate(expression, name);
    return { ...outcome, expressions: results };
  }

  /**
   * Resolves when the cell ends or is interrupted. A cell whose code was stopped from outside never
   * ends on its own.
   */
  function execute(cell: CellRequest): Promise<CellOutcome> {
    // Timers and events of earlier cells may have broken something as well.
    repair();
    return new Promise<CellOutcome>((end) => {
      running = { cell, end };
      tensorflow.begin();
      // An interrupt may stop everything on the stack, so the cell runs later, when the caller is
      // no longer on it.
      queueMicrotask(() => scopes.run(cell, () => void runCell(cell).then(end)));
    }).finally(() => {
      running = undefined;
    });
  }

  function interrupt(): void {
    // A cell that never awaits does not return to its caller when it is stopped.
    if (running && current) finish(current);
    scopes.leave();
    timers.repair();
    scopes.abandon(running?.cell);
    workers.endAbandoned();
    shell.end();
    running?.end({ status: 'error', ...INTERRUPTION });
    tensorflow.repair();
  }

  return {
    execute,
    interrupt,
    wakeCompiler: compiler.wake,
    giveLine: input.giveLine,
    post: outputStream.post,
    announceEnd: (reason) => outputStream.post({ kind: 'ending', cell: currentCell(), reason }),
  };
}
