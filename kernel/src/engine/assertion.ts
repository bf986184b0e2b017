import { AssertionError } from 'node:assert';
import type { CallExpression, Node, SourceFile } from '@tslab/typescript-for-tslab';
import type { Failure } from '../threads/outputEvent.js';
import { ts } from './typescript.js';

/**
 * Gives a failed assertion that has no message a message with its condition, instead of `false ==
 * true`. Node would read the condition in the file of the call, but a cell is not a file. Other
 * failures stay as they are.
 *
 * @param label the name of the cell in the traceback, such as `In [3]`
 */
export function describeAssertion(failure: Failure, thrown: unknown, code: string, label: string): Failure {
  if (!isBare(thrown)) return failure;
  const [, ...frames] = failure.traceback;
  const [at, line, column] = /:(\d+):(\d+)\)?$/.exec(frames[0] ?? '') ?? [];
  if (at === undefined || !frames[0].includes(`${label}${at}`)) return failure;
  const condition = findCall(code, Number(line) - 1, Number(column) - 1)?.arguments[0];
  if (!condition) return failure;
  const evalue = `Expected ${condition.getText().replaceAll(/\s+/g, ' ')} to hold`;
  return { ...failure, evalue, traceback: [`${failure.ename}: ${evalue}`, ...frames] };
}

/** Checks whether an error comes from `assert(x)` or `assert.ok(x)` without a message. */
function isBare(thrown: unknown): boolean {
  if (!(thrown instanceof AssertionError)) return false;
  const { generatedMessage, operator, expected, message } = thrown;
  return generatedMessage && operator === '==' && expected === true && !message.includes('\n');
}

/**
 * Finds the innermost call whose function name, or the last part of that name, begins at a place.
 */
function findCall(code: string, line: number, column: number): CallExpression | undefined {
  const file: SourceFile = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true);
  const position = file.getPositionOfLineAndCharacter(line, column);
  let found: CallExpression | undefined;
  const visit = (node: Node): void => {
    if (position < node.getStart() || position >= node.end) return;
    if (ts.isCallExpression(node) && position < node.expression.end) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
