import type { ImportDeclaration, Statement, VariableStatement } from '@tslab/typescript-for-tslab';
import { ts } from './typescript.js';

/** A test of whether a name belongs to a set. */
type NameTest = (name: string) => boolean;

/**
 * Computes the declarations that hold after a cell that threw: the types of the cell, the values
 * that it had reached, and the earlier values that it did not replace. The compiler declares
 * everything in the cell, so later cells would otherwise see a value from after the error with a
 * type that it does not have.
 *
 * @param before the declarations before the cell, as tslab keeps them: the text of a declaration
 *   file
 * @param after the declarations of the cell and all cells before it
 * @param isNew whether a name has a value, from this cell if this cell declares it
 * @param isOld whether a name kept the value of an earlier cell although this cell declares it
 */
export function computePartialDeclarations(before: string, after: string, isNew: NameTest, isOld: NameTest): string {
  const reached = parse(after).map((statement) => pickValues(statement, isNew) ?? pickTypes(statement, isNew));
  const kept = parse(before).map((statement) => pickValues(statement, isOld) ?? '');
  return [...reached, ...kept].join('');
}

function parse(declarations: string): readonly Statement[] {
  return ts.createSourceFile('reached.d.ts', declarations, ts.ScriptTarget.Latest, true).statements;
}

/**
 * Reduces a statement to the wanted values that it declares. The result is undefined if the
 * statement declares no values.
 */
function pickValues(statement: Statement, isWanted: NameTest): string | undefined {
  if (ts.isVariableStatement(statement)) return pickVariables(statement, isWanted);
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement))
    return statement.name && isWanted(statement.name.text) ? statement.getFullText() : '';
  return undefined;
}

function pickVariables(statement: VariableStatement, isWanted: NameTest): string {
  const { declarations } = statement.declarationList;
  const wanted = declarations.filter(({ name }) => isWanted(name.getText()));
  if (wanted.length === 0) return '';
  const start = statement.getFullText().slice(0, declarations[0].getStart() - statement.getFullStart());
  return `${start}${wanted.map((declaration) => declaration.getText()).join(', ')};`;
}

function pickTypes(statement: Statement, isNew: NameTest): string {
  return !ts.isImportDeclaration(statement) || isReached(statement, isNew) ? statement.getFullText() : '';
}

/**
 * Checks whether an import was reached. A type that is imported beside a value needs that value;
 * other types need nothing.
 */
function isReached({ importClause }: ImportDeclaration, isNew: NameTest): boolean {
  if (!importClause || importClause.isTypeOnly) return true;
  const { name, namedBindings } = importClause;
  const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
  const namespace = namedBindings && ts.isNamespaceImport(namedBindings) ? [namedBindings.name] : [];
  const values = [
    ...(name ? [name] : []),
    ...namespace,
    ...named.filter((element) => !element.isTypeOnly).map((element) => element.name),
  ];
  return values.length === 0 || values.some(({ text }) => isNew(text));
}
