import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { answerCalls } from '../threads/calls.js';
import type { FinishedCell } from '../threads/messages.js';
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

const { folder, preload, finished, port } = workerData as CompilerData;
if (!parentPort) throw new Error('the compiler thread must be started by the kernel');
const compiler = createCompiler(folder, preload);
compiler.restore(finished);
let lastQuestion = performance.now();
const methods: Record<string, (...args: never[]) => unknown> = {
  /** Ends the thread if nothing was asked for some time. */
  rest(idleMs: number): void {
    if (performance.now() - lastQuestion >= idleMs) process.exit(COMPILER_RESTS);
  },
};
for (const [name, method] of Object.entries(compiler as unknown as Record<string, (...args: never[]) => unknown>))
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

/** Preloads the packages one by one. Whatever was asked meanwhile comes first. */
function preloadNext([name, ...others]: readonly string[]): void {
  if (name === undefined) {
    compiler.prepare();
    keepCompilerCode();
    return;
  }
  compiler.preload(name);
  setImmediate(preloadNext, others);
}

setImmediate(preloadNext, preload);
