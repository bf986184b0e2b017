import { setTimeout as delay } from 'node:timers';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { CompilerData } from '../../compiler/thread.js';
import { type Caller, createCaller } from '../../threads/calls.js';
import type { CompileAnswer, FinishedCell, LocalFile, ResolvedModule } from '../../threads/messages.js';
import { reportTrouble } from '../../threads/reportTrouble.js';
import { COMPILER_RESTS } from '../../threads/rest.js';

/** The compiler, seen from the thread that runs cells. */
export interface RemoteCompiler {
  compile(cell: number, code: string, label: string): Promise<CompileAnswer>;
  /** Tells the compiler which names a cell has reached. */
  finish(finished: FinishedCell): void;
  loadFile(specifier: string, fromFile: string): Promise<{ module: ResolvedModule; files: LocalFile[] }>;
  findArgument(code: string, line: number, column: number): Promise<string | undefined>;
  /** Starts the compiler again if it has ended because nothing was asked for long. */
  wake(): void;
}

/** Time without a question after which the compiler ends, because it holds much memory. */
const MAX_IDLE_MS = 600_000;

/** The compiler follows nested code by recursion, and so needs more room than a thread has. */
const STACK_MB = 64;

/**
 * Room for new objects. Most of them live long, so that more room would cost memory and time: they
 * would be copied more often.
 */
const YOUNG_MB = 16;

/**
 * Limit of the compiler's heap. Below 2048, V8 lets a heap grow to twice what is alive instead of
 * four times, before it collects garbage.
 */
const HEAP_MB = 2000;

/**
 * Starts the compiler in a thread of its own, and again if it crashes. If nothing is asked for
 * long, it ends, and is started again by the next question.
 *
 * @param connect gives the protocol thread its port to each new compiler, or tells it that there is
 *   none
 * @param onFailure is called with the reason if the compiler cannot be started
 */
export function startCompiler(
  folder: string,
  preload: readonly string[],
  connect: (port: MessagePort | undefined) => void,
  onFailure: (reason: string) => void,
): RemoteCompiler {
  const finished = new Map<number, FinishedCell>();
  let caller: Caller | undefined = start();
  restLater();

  /** Asks the compiler to end unless it was asked something meanwhile. */
  function restLater(): void {
    const timer = delay(async () => {
      await caller?.call('rest', MAX_IDLE_MS).catch(() => {});
      restLater();
    }, MAX_IDLE_MS);
    timer.unref();
  }

  function forget(cells: readonly number[]): void {
    for (const cell of cells) finished.delete(cell);
  }

  async function call<T>(method: string, ...args: unknown[]): Promise<T> {
    caller ??= start();
    const asked = caller;
    try {
      return await asked.call<T>(method, ...args);
    } catch (error) {
      if (!asked.hasRested) throw error;
      return call(method, ...args);
    }
  }

  function start(): Caller {
    const { port1, port2 } = new MessageChannel();
    const workerData: CompilerData = { folder, preload, finished: [...finished.values()], port: port1 };
    const worker = new Worker(new URL('../../compiler/thread.js', import.meta.url), {
      workerData,
      transferList: [port1],
      execArgv: [],
      resourceLimits: { stackSizeMb: STACK_MB, maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.unref();
    connect(port2);
    const started = createCaller(worker);
    let isUsable = false;
    worker.once('message', () => {
      isUsable = true;
    });
    let reason = '';
    worker.once('error', (error: Error) => {
      reason = error.stack ?? String(error);
    });
    worker.once('exit', (code) => {
      if (code === COMPILER_RESTS) {
        caller = undefined;
        connect(undefined);
        started.rest();
        return;
      }
      reason ||= `it ended with exit code ${code}`;
      started.fail('The compiler has crashed. It has been started again, so run the cell again.');
      if (!isUsable) return onFailure(reason);
      reportTrouble(`The kernel's compiler has crashed and is started again: ${reason}`);
      caller = start();
    });
    return started;
  }

  return {
    compile: (cell, code, label) => call('compile', cell, code, label),
    finish(cell) {
      // A compiler that is started later gets all finished cells whose names can still be reached.
      finished.set(cell.cell, cell);
      void caller?.call<number[]>('finish', cell).then(forget, () => {});
    },
    loadFile: (specifier, fromFile) => call('loadFile', specifier, fromFile),
    findArgument: (code, line, column) => call('findArgument', code, line, column),
    wake() {
      caller ??= start();
    },
  };
}
