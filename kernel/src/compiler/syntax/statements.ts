import type { DocumentRegistry, SourceFile, Statement } from 'typescript';
import type { TypeScript } from './types.js';

/**
 * Lets a registry hand out the files of cells, which `isCell` tells by their names, without
 * repeated statements.
 */
export function withoutRepeatedStatements(
  ts: TypeScript,
  registry: DocumentRegistry,
  isCell: (fileName: string) => boolean,
): DocumentRegistry {
  const repair = (source: SourceFile): SourceFile => {
    if (isCell(source.fileName)) removeRepeatedStatements(ts, source);
    return source;
  };
  return {
    ...registry,
    acquireDocumentWithKey: (...args) => repair(registry.acquireDocumentWithKey(...args)),
    updateDocumentWithKey: (...args) => repair(registry.updateDocumentWithKey(...args)),
  };
}

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
