import type { Node } from '@tslab/typescript-for-tslab';
import { ts } from './typescript.js';

/** Whether the code has a `for await` outside of any function. */
export function hasTopLevelForAwait(code: string): boolean {
  // Most cells have none, and need not be parsed once more.
  if (!/\bfor\s+await\b/.test(code)) return false;
  const visit = (node: Node): boolean => {
    if (ts.isForOfStatement(node) && node.awaitModifier) return true;
    return !ts.isFunctionLike(node) && ts.forEachChild(node, visit) === true;
  };
  return visit(ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true));
}
