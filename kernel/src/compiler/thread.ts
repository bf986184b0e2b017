import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { answerCalls } from '../threads/calls.js';
import type { CompileAnswer, FinishedCell } from '../threads/messages.js';
import { reportTrouble } from '../threads/reportTrouble.js';
import { COMPILER_RESTS } from '../threads/rest.js';
import { createCompiler } from './compiler.js';
import { keepCompilerCode } from './typescript.js';

/** The data that the compiler's thread receives when it starts. */
export interface CompilerData {
  folder: string;
  /** The packages whose declarations are read before a cell imports them. */
  preload: readonly string[];
  /** The cells that ran before this thread was started. */
  finished: readonly FinishedCell[];
  /** The port of the protocol thread. */
  port: MessagePort;
}

/** Time after the last cell until packages are preloaded. */
const PAUSE_MS = 2000;

/** Interval between two attempts to preload. */
const PRELOAD_RETRY_MS = 100;

const { folder, preload, finished, port } = workerData as CompilerData;
if (!parentPort) throw new Error('the compiler thread must be started by the kernel');
const compiler = createCompiler(folder, preload);
compiler.restore(finished);
let lastQuestion = performance.now();
let isCellRunning = false;
let lastCell = Number.NEGATIVE_INFINITY;
const methods: Record<string, (...args: never[]) => unknown> = {
  /** Ends the thread if nothing was asked for some time. */
  rest(idleMs: number): void {
    if (performance.now() - lastQuestion >= idleMs) process.exit(COMPILER_RESTS);
  },
};
function compile(...args: Parameters<typeof compiler.compile>): CompileAnswer {
  const answer = compiler.compile(...args);
  isCellRunning = answer.status === 'ready';
  return answer;
}

function finish(cell: FinishedCell): number[] {
  isCellRunning = false;
  lastCell = performance.now();
  return compiler.finish(cell);
}

for (const [name, method] of Object.entries({ ...compiler, compile, finish } as unknown as Record<
  string,
  (...args: never[]) => unknown
>))
  methods[name] = (...args) => {
    try {
      return method(...args);
    } finally {
      lastQuestion = performance.now();
    }
  };
answerCalls(parentPort, methods);
answerCalls(port, methods);
parentPort.postMessage({ id: 0, value: 'started' });
const missing = compiler.prepare();
if (missing.length > 0) reportTrouble(`The kernel cannot preload what it does not find: ${missing.join(', ')}`);

/**
 * Preloads the packages one by one. Whatever was asked meanwhile comes first. A running cell, which
 * may be loading the same packages, has the processor for itself, and cells that follow each other
 * do not wait.
 */
function preloadNext(names: readonly string[]): void {
  const [name, ...others] = names;
  if (name === undefined) {
    compiler.prepare();
  } else if (isCellRunning || performance.now() - lastCell < PAUSE_MS) {
    setTimeout(preloadNext, PRELOAD_RETRY_MS, names);
  } else {
    compiler.preload(name);
    setImmediate(preloadNext, others);
  }
}

keepCompilerCode();
if (preload.length > 0) setImmediate(preloadNext, preload);
