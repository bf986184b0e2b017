import type { CallExpression, Node } from 'typescript';
import type { TypeScript } from '../syntax/types.js';

/**
 * Returns the first argument of the call at a place, as it is written; undefined if there is none.
 * Lines and columns are counted from 0.
 */
export function findArgument(ts: TypeScript, code: string, line: number, column: number): string | undefined {
  const file = ts.createSourceFile('cell.tsx', code, ts.ScriptTarget.Latest, true);
  const position = file.getPositionOfLineAndCharacter(line, column);
  let found: CallExpression | undefined;
  // The innermost call counts whose function name, or the last part of that name, is there.
  const visit = (node: Node): void => {
    if (position < node.getStart() || position >= node.end) return;
    if (ts.isCallExpression(node) && position < node.expression.end) found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found?.arguments[0]?.getText().replaceAll(/\s+/g, ' ');
}
