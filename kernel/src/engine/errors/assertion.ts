import { AssertionError } from 'node:assert';
import { inspect } from 'node:util';
import type { Failure } from '../../threads/outputEvent.js';

/** Finds the first argument of the call at a line and column of a cell, both counted from 0. */
export type FindArgument = (code: string, line: number, column: number) => Promise<string | undefined>;

/**
 * Gives a failed assertion that has no message a message with its condition, instead of `false ==
 * true`. Node would read the condition in the file of the call, but a cell is not a file. Other
 * failures stay as they are.
 *
 * @param label the name of the cell in the traceback, such as `In [3]`
 */
export async function describeAssertion(
  failure: Failure,
  thrown: unknown,
  code: string,
  label: string,
  findArgument: FindArgument,
): Promise<Failure> {
  if (!isBare(thrown)) return failure;
  const [, ...frames] = failure.traceback;
  const [at, line, column] = /:(\d+):(\d+)\)?$/.exec(frames[0] ?? '') ?? [];
  if (at === undefined || !frames[0].includes(`${label}${at}`)) return failure;
  const condition = await findArgument(code, Number(line) - 1, Number(column) - 1);
  if (condition === undefined) return failure;
  const evalue = `Expected ${condition} to hold`;
  return { ...failure, evalue, traceback: [`${failure.ename}: ${evalue}`, ...frames] };
}

/** Checks whether an error comes from `assert(x)` or `assert.ok(x)` without a message. */
function isBare(thrown: unknown): boolean {
  if (!(thrown instanceof AssertionError)) return false;
  const { generatedMessage, operator, actual, expected, message } = thrown;
  // In a browser, the package `assert` stands for Node's. It does not say that it made the message.
  const isGenerated = generatedMessage || message === `${inspect(actual)} == true`;
  return isGenerated && operator === '==' && expected === true && !message.includes('\n');
}
