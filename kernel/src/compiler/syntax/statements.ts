import type { SourceFile, Statement } from 'typescript';
import type { TypeScript } from './types.js';

/**
 * Removes the statements that the parser of TypeScript lists twice. It reads a top-level `await`
 * first as a name and then again as an operator; if an object follows, what comes after it is in
 * the list of statements from both times.
 */
export function removeRepeatedStatements(ts: TypeScript, file: SourceFile): void {
  let end = 0;
  const first = file.statements.filter((statement) => {
    const isFirst = statement.pos >= end;
    if (isFirst) end = statement.end;
    return isFirst;
  });
  if (first.length === file.statements.length) return;
  const statements = ts.setTextRange(ts.factory.createNodeArray<Statement>(first), file.statements);
  (file as { statements: typeof statements }).statements = statements;
}
