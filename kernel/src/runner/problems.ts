import { KernelDied } from '../client/kernel.js';
import type { KernelExit } from '../client/process.js';
import { relativePaths } from '../relativePaths.js';
import type { Content, Message } from '../wire/message.js';
import type { CellFailure } from './types.js';

/** The reason why a run failed. It concerns the running cell unless `cell` names another. */
export type Problem = Omit<CellFailure, 'notebook' | 'cell'> & { cell?: number };

/** Maximum number of lines shown from a dead kernel's last output. */
const MAX_LAST_WORDS_LINES = 12;

/** Describes a cell that threw or did not compile, in the kernel's own words. */
export function describeError(reply: Content, cell: number): Problem {
  const { ename, evalue, traceback } = reply as unknown as Pick<Problem, 'ename' | 'evalue' | 'traceback'>;
  const line = new RegExp(`In \\[${cell}\\]:(\\d+)`).exec(traceback.join('\n'))?.[1];
  return { kind: 'error', ename, evalue, traceback, ...(line === undefined ? {} : { line: Number(line) }) };
}

/**
 * Describes an uncaught error in a timer, an event or a promise of a cell. Such an error would end
 * a script.
 */
export function describeUncaught({ metadata }: Message, cell: number): Problem | undefined {
  if (metadata.uncaught === undefined) return undefined;
  const problem = describeError(metadata.uncaught as Content, cell);
  const evalue = `${problem.evalue} (in a timer, an event or a promise; nothing caught it)`;
  return { ...problem, kind: 'uncaught', evalue, cell };
}

/** Describes a cell that took longer than the limit. */
export function describeTimeout(seconds: number): Problem {
  const evalue = `the cell was still running after ${seconds} s; its kernel was stopped`;
  return { kind: 'timeout', ename: 'Timeout', evalue, traceback: [] };
}

/** Describes a kernel that did not come up in time. */
export function describeLateStart(seconds: number, error: unknown): Problem {
  const words = error instanceof KernelDied ? error.exit.lastWords : '';
  const traceback = words === '' ? [] : words.split('\n').slice(-MAX_LAST_WORDS_LINES);
  const evalue = `the kernel had not started after ${seconds} s and was stopped`;
  return { kind: 'timeout', ename: 'Timeout', evalue, traceback };
}

/** Describes that the system refused what the start of a kernel needs. */
export function describeRefusal({ message }: Error): Problem {
  const evalue = `the kernel could not be started (${message})`;
  return { kind: 'died', ename: 'KernelDied', evalue, traceback: [] };
}

/** Describes a run that the caller stopped. */
export function describeInterruption(): Problem {
  return { kind: 'interrupted', ename: 'Interrupted', evalue: 'the run was stopped', traceback: [] };
}

/**
 * Describes why a kernel ended on its own, as far as its exit shows. Paths are relative to its
 * folder.
 */
export function describeDeath(exit: KernelExit, folder: string): Problem {
  const words = relativePaths(exit.lastWords, folder);
  const traceback = words === '' ? [] : words.split('\n').slice(-MAX_LAST_WORDS_LINES);
  const advice = 'Use less memory in the cell, or allow more: NODE_OPTIONS=--max-old-space-size=8192 (in MB).';
  if (exit.lastWords.includes('JavaScript heap out of memory')) {
    const evalue = `the kernel used up its JavaScript heap. ${advice}`;
    return { kind: 'out of memory', ename: 'OutOfMemory', evalue, traceback: [] };
  }
  if (exit.signal === 'SIGKILL') {
    const evalue = `the kernel was killed (SIGKILL): by someone, or by the system because memory ran out. ${advice}`;
    return { kind: 'died', ename: 'KernelDied', evalue, traceback };
  }
  return { kind: 'died', ename: 'KernelDied', evalue: `the kernel ${describeExit(exit)}`, traceback };
}

function describeExit({ code, signal }: KernelExit): string {
  if (signal !== null) return `was ended by signal ${signal} while it was needed`;
  if (code === null) return 'could not be started';
  return `ended with exit code ${code} while it was needed. Does a cell call process.exit?`;
}
