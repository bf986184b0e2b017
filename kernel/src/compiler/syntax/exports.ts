import type { Node, SourceFile, Statement } from 'typescript';
import { declaredBy, hasModifier } from './declarations.js';
import type { Problem, TypeScript } from './types.js';

/** The name of what a file exports by `export default` without a name. */
export const DEFAULT_NAME = '$default';

/** A name that a file exports: a variable of its own, or what another module exports. */
export type Export =
  | { exported: string; local: string; isDefault: boolean }
  | { exported: string; imported: string; from: string };

/**
 * Reads the exports of a file. A cell has none: `export` before a declaration means nothing, and
 * what cannot be read that way is a problem.
 */
export function readExports(ts: TypeScript, file: SourceFile, isCell: boolean, problems: Problem[]): Export[] {
  const refuse = (node: Node, message: string): void => {
    const start = node.getStart(file);
    problems.push({ message, start, length: (node.getText(file).split('\n')[0] as string).length });
  };
  return file.statements.flatMap((statement) => {
    const fault = isCell ? findFault(ts, statement) : undefined;
    if (fault !== undefined) refuse(statement, fault);
    return isCell ? [] : exportsOf(ts, statement);
  });
}

function findFault(ts: TypeScript, statement: Statement): string | undefined {
  if (ts.isExportAssignment(statement) || hasModifier(ts, statement, ts.SyntaxKind.DefaultKeyword))
    return 'A cell has no default export. Give the value a name, as in: const value = …';
  if (!ts.isExportDeclaration(statement)) return undefined;
  if (statement.moduleSpecifier)
    return 'A cell exports nothing to other modules. Import the names instead, as in: import * as all from …';
  const { exportClause } = statement;
  const isRenaming =
    exportClause && ts.isNamedExports(exportClause) && exportClause.elements.some(({ propertyName }) => propertyName);
  return isRenaming ? 'A cell exports nothing, so it cannot rename. Declare the other name with const.' : undefined;
}

function exportsOf(ts: TypeScript, statement: Statement): Export[] {
  if (ts.isExportAssignment(statement)) return [{ exported: 'default', local: DEFAULT_NAME, isDefault: true }];
  if (ts.isExportDeclaration(statement)) {
    const { exportClause, moduleSpecifier, isTypeOnly } = statement;
    if (isTypeOnly) return [];
    const from = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
    if (!exportClause) return from === undefined ? [] : [{ exported: '*', imported: '*', from }];
    if (ts.isNamespaceExport(exportClause))
      return from === undefined ? [] : [{ exported: exportClause.name.text, imported: '*', from }];
    return exportClause.elements
      .filter((element) => !element.isTypeOnly)
      .map(({ name, propertyName }) => {
        const inner = (propertyName ?? name).text;
        const exported = name.text;
        return from === undefined ? { exported, local: inner, isDefault: false } : { exported, imported: inner, from };
      });
  }
  if (!hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword)) return [];
  const names = declaredBy(ts, statement);
  if (!hasModifier(ts, statement, ts.SyntaxKind.DefaultKeyword))
    return names.map((name) => ({ exported: name, local: name, isDefault: false }));
  return [{ exported: 'default', local: names[0] ?? DEFAULT_NAME, isDefault: true }];
}
