import { inspect } from 'node:util';
import { relativePaths } from '../relativePaths.js';
import type { Failure } from '../threads/outputEvent.js';

/** What a cell threw: its name, message and stack, each `cause` after it, with paths as seen from `folder`. */
export function describeThrown(thrown: unknown, folder: string): Failure {
  const failure = isInterrupt(thrown) ? INTERRUPTION : thrown instanceof Error ? fromError(thrown) : fromValue(thrown);
  return {
    ename: failure.ename,
    evalue: relativePaths(failure.evalue, folder),
    traceback: failure.traceback.map((line) => relativePaths(line, folder)),
  };
}

/** Why a cell ended that was interrupted. */
export const INTERRUPTION: Failure = {
  ename: 'KeyboardInterrupt',
  evalue: 'the cell was interrupted',
  traceback: ['KeyboardInterrupt: the cell was interrupted'],
};

/** Whether node itself has stopped the cell, as it does at a SIGINT in a cell that never awaits. */
export function isStopped(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
}

/** So, or by tslab's error for a cell that awaits. */
function isInterrupt(thrown: unknown): boolean {
  return isStopped(thrown) || (thrown instanceof Error && thrown.message === 'Interrupted asynchronously');
}

function fromError(error: Error): Failure {
  const seen = new Set<unknown>();
  const traceback: string[] = [];
  for (let at: unknown = error; at !== undefined && !seen.has(at); at = (at as Error).cause) {
    seen.add(at);
    const text = at instanceof Error ? stackOf(at) : inspect(at);
    traceback.push(...(at === error ? text : `caused by ${text}`).split('\n'));
    if (!(at instanceof Error)) break;
  }
  return { ename: String(error.name), evalue: String(error.message), traceback };
}

/** Node puts a line of the compiled code before the stack of an error that leaves a script; it is cut off. */
function stackOf(error: Error): string {
  const stack = String(error.stack ?? error);
  return stack.slice(Math.max(0, stack.indexOf(String(error))));
}

function fromValue(value: unknown): Failure {
  const evalue = inspect(value);
  return { ename: 'Thrown', evalue, traceback: [`Thrown: ${evalue}`, 'The cell threw a value that is not an Error.'] };
}
