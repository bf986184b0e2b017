import type { Node } from 'typescript';
import type { Checker } from '../checker.js';
import type { TypeScript } from '../syntax/types.js';
import { formatDocs } from './tsdoc.js';

/**
 * Reads the doc comment of the declaration at a place in a file. The checker leaves doc comments
 * out, because they cost as much to read as the declarations themselves, so the file is read again.
 */
export function readDocs(
  ts: TypeScript,
  checker: Pick<Checker, 'program'>,
  fileName: string,
  position: number,
): string | undefined {
  const text = checker.program().getSourceFile(fileName)?.text;
  if (text === undefined) return undefined;
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  let found: Node = file;
  const visit = (node: Node): void => {
    if (position < node.getStart(file) || position >= node.end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (let node: Node | undefined = found; node && !ts.isSourceFile(node) && !ts.isBlock(node); node = node.parent) {
    const comments = ts.getJSDocCommentsAndTags(node).flatMap((comment) => (ts.isJSDoc(comment) ? [comment] : []));
    const last = comments.at(-1);
    if (last) return formatDocs(last.getText(file));
  }
  return undefined;
}
