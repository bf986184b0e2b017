import * as promises from 'node:timers/promises';
import type { CellOutcome, CellRequest, Completeness, Completions, FromEngine, Outcome } from '../threads/messages.js';
import type { DisplayContent, OutputEvent } from '../threads/outputEvent.js';
import { reportTrouble } from '../threads/reportTrouble.js';
import type { MainSide } from '../threads/shared.js';
import { namingAssertion } from './assertion.js';
import { captureStreams } from './capture.js';
import { captureChildOutput } from './childOutput.js';
import { isComplete } from './completeCode.js';
import { installConsoleTable } from './consoleTable.js';
import { describeDiagnostics } from './diagnostics.js';
import { lookWhenAsked } from './edits.js';
import { describeThrown, INTERRUPTION, isStopped } from './failure.js';
import { findMissing, preloadTypes } from './foreseen.js';
import { installInput } from './input.js';
import { toMimeBundle } from './mime.js';
import { createOutputStream } from './outlet.js';
import { createPositions } from './positions.js';
import { readPreloadSetting } from './preloadSetting.js';
import { createScopes } from './scopes.js';
import { installStackTraces } from './stack.js';
import { reportStrayErrors } from './strayErrors.js';
import { watchTensorflow } from './tensorflow.js';
import { bindTimers } from './timers.js';
import { createTracedConverter, newRun, type Run } from './tracedConverter.js';
import { loadTslab } from './tslab.js';
import { bindWorkers } from './workers.js';

// Our own, as those that cells see will belong to cells.
const { setImmediate: nextTurn } = promises;

/** Time without a request for a cell after which the compiler prepares for the first. */
const IDLE_BEFORE_WARMUP_MS = 200;

/** Compiles and runs cells. What goes in and comes out is plain data. */
export interface Engine {
  execute(request: CellRequest): Promise<CellOutcome>;
  /** Positions are UTF-16 offsets, as in JavaScript strings. */
  complete(code: string, position: number): Completions;
  inspect(code: string, position: number): string | undefined;
  isComplete(code: string): Completeness;
  /** Ends the running cell, its timers and its worker threads; those of all cells, if none is running. */
  interrupt(): void;
  /** Gives a line to the cell that asked for it through `process.stdin`. */
  giveLine(line: string): void;
  /** Sends a message after all output that was made before it. */
  post(message: FromEngine): void;
  /** Tells the reader of the running cell why the process ends. */
  announceEnd(reason: string): void;
}

/** There can be one engine a process: it takes over the process's streams, stack traces and stray errors. */
export function createEngine(send: (message: FromEngine) => void, mainSide: MainSide): Engine {
  const folder = process.cwd();
  const tslab = loadTslab();
  const positions = createPositions();
  const scopes = createScopes();
  const outputStream = createOutputStream(send);
  let running: { cell: CellRequest; end: (outcome: CellOutcome) => void } | undefined;
  let scripts = 0;
  let run: Run = newRun('', '', {});

  const put = (event: OutputEvent): void => outputStream.post({ kind: 'output', cell: currentCell(), event });
  const currentCell = (): number => scopes.current()?.cell ?? 0;

  const show = (content: DisplayContent, update: boolean): void => put({ kind: 'display', content, update });
  const clearOutput = (wait = false): void => put({ kind: 'clear', wait: wait === true });
  (globalThis as Record<symbol, unknown>)[Symbol.for('Jupyter.displayData')] = show;
  tslab.jupyter.lastWriteDisplayData = show;
  installConsoleTable(show);
  Object.defineProperty(globalThis, 'clearOutput', { value: clearOutput, writable: true, configurable: true });
  console.clear = () => clearOutput();
  captureStreams((name, text) => outputStream.write(currentCell(), name, text));
  captureChildOutput(scopes);
  installStackTraces(positions);
  const timers = bindTimers(scopes);
  const workers = bindWorkers(scopes);
  reportStrayErrors(folder, scopes, timers, outputStream);
  const tensorflow = watchTensorflow();
  const input = installInput(scopes, mainSide, (cell, request) => outputStream.post({ kind: 'input', cell, request }));

  const lookForEdits = lookWhenAsked();
  const converter = tslab.createConverter();
  const node = createTracedConverter(converter, positions, mainSide.compile, lookForEdits, () => run);
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

  const { locals } = executor;

  const packages = readPreloadSetting(folder, reportTrouble);
  /** As long as no cell is run, the compiler prepares for the first cell and reads what the course names. */
  const warmup = setTimeout(() => {
    const missing = mainSide.compile(() => {
      preloadTypes(packages);
      converter.convert('', 'const x = 1;\nx');
      return findMissing(packages);
    });
    if (missing.length > 0) reportTrouble(`The kernel cannot preload what it does not find: ${missing.join(', ')}`);
  }, IDLE_BEFORE_WARMUP_MS);

  async function evaluate(code: string, label: string): Promise<Outcome> {
    const mine = newRun(label, `initlab:cell/${++scripts}`, locals);
    run = mine;
    try {
      const ok = await executor.execute(code);
      // At once: an interrupted cell is over for its reader, and the next may begin.
      settle(mine, ok || mine.diagnostics.length > 0);
      // What the cell left for the next turn (warnings, unhandled rejections, setImmediate) still belongs to it.
      await nextTurn();
      if (mine.diagnostics.length > 0)
        return { status: 'error', ...describeDiagnostics(mine.diagnostics, code, label) };
      if (!ok) {
        if (isStopped(mine.thrown?.value)) interrupt();
        const thrown = mine.thrown?.value;
        return { status: 'error', ...namingAssertion(describeThrown(thrown, folder), thrown, code, label) };
      }
      if (mine.value === undefined) return { status: 'ok' };
      return { status: 'ok', value: await toMimeBundle(mine.value) };
    } catch (error) {
      // Thrown by the compiler itself, or by a value that cannot be shown.
      return { status: 'error', ...describeThrown(error, folder) };
    }
  }

  /**
   * Settles what code leaves that has ended. It began with all that it declares unset: of code that threw or was interrupted, what it did not
   * come to gets the value back that it had before.
   */
  function settle(ended: Run, isWhole: boolean): void {
    const { hasEnded, declares, values, declarations } = ended;
    if (hasEnded) return;
    ended.hasEnded = true;
    // They may be large, and are not kept until the next code runs.
    ended.values = {};
    const isCompiled = declarations.after !== '';
    if (isWhole || !isCompiled) return;
    const missed = new Set(declares.filter((name) => locals[name] === undefined));
    for (const name of missed) locals[name] = values[name];
    const isOld = (name: string): boolean => missed.has(name) && values[name] !== undefined;
    node.keepReached(declarations, (name) => !missed.has(name), isOld);
  }

  async function runCell({ code, label, expressions }: CellRequest): Promise<CellOutcome> {
    const outcome = await evaluate(code, label);
    if (outcome.status === 'error') return outcome;
    const values: Record<string, Outcome> = {};
    for (const [name, expression] of Object.entries(expressions)) values[name] = await evaluate(expression, name);
    return { ...outcome, expressions: values };
  }

  /** Ends with the cell or with its interruption. A cell whose code was stopped from outside never ends by itself. */
  function execute(cell: CellRequest): Promise<CellOutcome> {
    clearTimeout(warmup);
    return new Promise<CellOutcome>((end) => {
      running = { cell, end };
      tensorflow.begin();
      // Not at once: an interrupt may stop everything that is on the stack, and who has called us must go on.
      queueMicrotask(() => scopes.run(cell, () => void runCell(cell).then(end)));
    }).finally(() => {
      running = undefined;
    });
  }

  function interrupt(): void {
    // What a cell is stopped in that never awaits goes on nowhere: not even where it was called from.
    if (running) settle(run, false);
    scopes.leave();
    timers.mend();
    scopes.abandon(running?.cell);
    workers.endAbandoned();
    executor.interrupt();
    running?.end({ status: 'error', ...INTERRUPTION });
    tensorflow.mend();
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
