import { AssertionError } from 'node:assert';
import type { CallExpression, Node, SourceFile } from '@tslab/typescript-for-tslab';
import type { Failure } from '../threads/outputEvent.js';
import { ts } from './typescript.js';

/**
 * The failure, with what was asserted in place of `false == true`. Node would read it in the file that the call stands in; a cell is no file.
 *
 * @param label what the traceback calls the cell, `In [3]`
 */
export function namingAssertion(failure: Failure, thrown: unknown, code: string, label: string): Failure {
  if (!isBare(thrown)) return failure;
  const [, ...frames] = failure.traceback;
  const [at, line, column] = /:(\d+):(\d+)\)?$/.exec(frames[0] ?? '') ?? [];
  if (at === undefined || !frames[0].includes(`${label}${at}`)) return failure;
  const asserted = callAt(code, Number(line) - 1, Number(column) - 1)?.arguments[0];
  if (!asserted) return failure;
  const evalue = `not so: ${asserted.getText().replaceAll(/\s+/g, ' ')}`;
  return { ...failure, evalue, traceback: [`${failure.ename}: ${evalue}`, ...frames] };
}

/** Whether it comes from `assert(x)` or `assert.ok(x)` without a message. */
function isBare(thrown: unknown): boolean {
  if (!(thrown instanceof AssertionError)) return false;
  const { generatedMessage, operator, expected, message } = thrown;
  return generatedMessage && operator === '==' && expected === true && !message.includes('\n');
}

/** The innermost call of which the function's name, or its last part, begins there. */
function callAt(code: string, line: number, column: number): CallExpression | undefined {
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
