import { inspect } from 'node:util';
import { relativePaths } from '../../relativePaths.js';
import type { Failure } from '../../threads/outputEvent.js';

/**
 * Describes a thrown value by its name, message and stack, and each `cause` after it. Paths are
 * relative to `folder`.
 */
export function describeThrown(thrown: unknown, folder: string): Failure {
  const failure = thrown instanceof Error ? describeErrorObject(thrown) : describeValue(thrown);
  return {
    ename: failure.ename,
    evalue: relativePaths(failure.evalue, folder),
    traceback: failure.traceback.map((line) => relativePaths(line, folder)),
  };
}

/** The failure of a cell that was interrupted. */
export const INTERRUPTION: Failure = {
  ename: 'KeyboardInterrupt',
  evalue: 'the cell was interrupted',
  traceback: ['KeyboardInterrupt: the cell was interrupted'],
};

function describeErrorObject(error: Error): Failure {
  const seen = new Set<unknown>();
  const traceback: string[] = [];
  for (let at: unknown = error; at !== undefined && !seen.has(at); at = (at as Error).cause) {
    seen.add(at);
    const text = at instanceof Error ? readStack(at) : inspect(at);
    traceback.push(...(at === error ? text : `caused by ${text}`).split('\n'));
    if (!(at instanceof Error)) break;
  }
  return { ename: String(error.name), evalue: String(error.message), traceback };
}

/**
 * Reads the stack, without the line of compiled code that Node puts before the stack of an uncaught
 * error.
 */
function readStack(error: Error): string {
  const stack = String(error.stack ?? error);
  return stack.slice(Math.max(0, stack.indexOf(String(error))));
}

function describeValue(value: unknown): Failure {
  const evalue = inspect(value);
  return { ename: 'Thrown', evalue, traceback: [`Thrown: ${evalue}`, 'The cell threw a value that is not an Error.'] };
}
