import type { ImportDeclaration, Statement, VariableStatement } from '@tslab/typescript-for-tslab';
import { ts } from './typescript.js';

type Names = (name: string) => boolean;

/**
 * What is declared after a cell that threw: its types, the values it had come to, and of the values that it would have replaced those of
 * before. (The compiler declares all that the cell would have left; later cells would know what lies behind the error by a type that it
 * does not have.)
 *
 * @param before what was declared before the cell, as tslab keeps it: the text of a declaration file
 * @param after what the cell and all before it declare
 * @param isNew whether a name has a value, of this cell if this cell declares it
 * @param isOld whether a name has kept the value of an earlier cell, although this cell declares it
 */
export function reachedDeclarations(before: string, after: string, isNew: Names, isOld: Names): string {
  const reached = statementsOf(after).map((statement) => ofValues(statement, isNew) ?? ofTypes(statement, isNew));
  const left = statementsOf(before).map((statement) => ofValues(statement, isOld) ?? '');
  return [...reached, ...left].join('');
}

function statementsOf(declarations: string): readonly Statement[] {
  return ts.createSourceFile('reached.d.ts', declarations, ts.ScriptTarget.Latest, true).statements;
}

/** The statement as far as it declares values of these names; undefined if it is none that declares values. */
function ofValues(statement: Statement, isWanted: Names): string | undefined {
  if (ts.isVariableStatement(statement)) return ofVariables(statement, isWanted);
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement))
    return statement.name && isWanted(statement.name.text) ? statement.getFullText() : '';
  return undefined;
}

function ofVariables(statement: VariableStatement, isWanted: Names): string {
  const { declarations } = statement.declarationList;
  const wanted = declarations.filter(({ name }) => isWanted(name.getText()));
  if (wanted.length === 0) return '';
  const start = statement.getFullText().slice(0, declarations[0].getStart() - statement.getFullStart());
  return `${start}${wanted.map((declaration) => declaration.getText()).join(', ')};`;
}

function ofTypes(statement: Statement, isNew: Names): string {
  return !ts.isImportDeclaration(statement) || isReached(statement, isNew) ? statement.getFullText() : '';
}

/** Types that are imported beside a value come with it; those imported for themselves need none. */
function isReached({ importClause }: ImportDeclaration, isNew: Names): boolean {
  if (!importClause || importClause.isTypeOnly) return true;
  const { name, namedBindings } = importClause;
  const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
  const all = namedBindings && ts.isNamespaceImport(namedBindings) ? [namedBindings.name] : [];
  const values = [...(name ? [name] : []), ...all, ...named.filter((one) => !one.isTypeOnly).map((one) => one.name)];
  return values.length === 0 || values.some(({ text }) => isNew(text));
}
