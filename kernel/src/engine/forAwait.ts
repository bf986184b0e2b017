import type { Node } from '@tslab/typescript-for-tslab';
import { ts } from './typescript.js';

/** Checks whether code has a `for await` outside all functions. */
export function hasTopLevelForAwait(code: string): boolean {
  // Most cells do not contain these words, and need not be parsed again.
  if (!/\bfor\s+await\b/.test(code)) return false;
  const visit = (node: Node): boolean => {
    if (ts.isForOfStatement(node) && node.awaitModifier) return true;
    return !ts.isFunctionLike(node) && ts.forEachChild(node, visit) === true;
  };
  return visit(ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true));
}
