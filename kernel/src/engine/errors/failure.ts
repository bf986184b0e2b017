import { AssertionError } from 'node:assert';
import { inspect } from 'node:util';
import { relativePaths } from '../../relativePaths.js';
import type { Failure } from '../../threads/outputEvent.js';
import { headlineOf, messageOf } from './message.js';

/**
 * Describes a thrown value by its name, message and stack, with the fields of its own, and each
 * `cause` and each of several errors after it. Paths are relative to `folder`.
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

/** Fields that have their own place in a description, or that the message repeats. */
const DESCRIBED_FIELDS = new Set(['name', 'message', 'stack', 'cause', 'errors']);

function describeErrorObject(error: Error): Failure {
  const traceback = describeWithCauses(error, '', new Set()).split('\n');
  return { ename: String(error.name), evalue: messageOf(error), traceback };
}

function describeWithCauses(thrown: unknown, prefix: string, seen: Set<unknown>): string {
  if (seen.has(thrown)) return `${prefix}${inspect(thrown, { depth: 0 })} (described above)`;
  seen.add(thrown);
  if (!(thrown instanceof Error)) return prefix + inspect(thrown);
  const parts = [prefix + readStack(thrown) + describeFields(thrown)];
  if (thrown instanceof AggregateError && Array.isArray(thrown.errors)) {
    const { errors } = thrown;
    for (const [i, each] of errors.entries())
      parts.push(describeWithCauses(each, `error ${i + 1} of ${errors.length}: `, seen));
  }
  if (thrown.cause !== undefined) parts.push(describeWithCauses(thrown.cause, 'caused by ', seen));
  return parts.join('\n');
}

/** Describes the fields that an error has besides those of every error, as Node does. */
function describeFields(error: Error): string {
  if (error instanceof AssertionError) return ''; // Its message has them.
  const fields = Object.entries(error).filter(([name]) => !DESCRIBED_FIELDS.has(name));
  return fields.length === 0 ? '' : ` ${inspect(Object.fromEntries(fields), { compact: false, depth: 2 })}`;
}

/**
 * Reads the stack, without the line of compiled code that Node puts before the stack of an uncaught
 * error.
 */
function readStack(error: Error): string {
  const stack = String(error.stack ?? error);
  return stack.slice(Math.max(0, stack.indexOf(headlineOf(error))));
}

function describeValue(value: unknown): Failure {
  const evalue = inspect(value);
  return { ename: 'Thrown', evalue, traceback: [`Thrown: ${evalue}`, 'The cell threw a value that is not an Error.'] };
}
