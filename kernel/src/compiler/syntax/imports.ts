import type { EntityName, ImportDeclaration, ImportEqualsDeclaration, SourceFile, Statement } from 'typescript';
import type { Compiled, ModuleRequest, TypeScript } from './types.js';

/** The value of an imported name: a property of a module, or of a namespace. */
export type Import = { module: number; imported: string } | { entity: EntityName };

/**
 * Reads the imports of a file, notes them in `compiled`, and returns what each imported name stands
 * for. Names of which only the type is imported stand for nothing.
 */
export function readImports(ts: TypeScript, file: SourceFile, compiled: Compiled): Map<string, Import> {
  const imports = new Map<string, Import>();

  function add(specifier: string, names: Record<string, string>, request: Partial<ModuleRequest>): void {
    const isForEffect = Object.keys(names).length === 0;
    const module = compiled.modules.length;
    compiled.modules.push({ specifier, attributes: {}, used: [], isForEffect, isRequired: false, ...request });
    for (const [name, imported] of Object.entries(names)) {
      imports.set(name, { module, imported });
      compiled.imported.push({ name, specifier, imported, isTypeOnly: false });
    }
  }

  function readImport({ importClause, moduleSpecifier, attributes }: ImportDeclaration): void {
    if (!ts.isStringLiteral(moduleSpecifier)) return;
    const specifier = moduleSpecifier.text;
    const bindings = importClause?.namedBindings;
    const isType = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    const values: Record<string, string> = {};
    let typeCount = 0;
    const take = (name: string, imported: string, isTypeOnly: boolean): void => {
      if (!isTypeOnly) values[name] = imported;
      else typeCount += compiled.imported.push({ name, specifier, imported, isTypeOnly });
    };
    if (importClause?.name) take(importClause.name.text, 'default', isType);
    if (bindings && ts.isNamespaceImport(bindings)) take(bindings.name.text, '*', isType);
    if (bindings && ts.isNamedImports(bindings))
      for (const { name, propertyName, isTypeOnly } of bindings.elements)
        take(name.text, (propertyName ?? name).text, isType || isTypeOnly);
    if (isType || (typeCount > 0 && Object.keys(values).length === 0)) return;
    const entries = (attributes?.elements ?? []).map(({ name, value }): [string, string] => [
      name.text,
      ts.isStringLiteral(value) ? value.text : '',
    ]);
    add(specifier, values, { attributes: Object.fromEntries(entries) });
  }

  function readImportEquals({ name, moduleReference, isTypeOnly }: ImportEqualsDeclaration): void {
    if (!ts.isExternalModuleReference(moduleReference)) {
      if (!isTypeOnly) imports.set(name.text, { entity: moduleReference });
      return;
    }
    const { expression } = moduleReference;
    if (!ts.isStringLiteral(expression)) return;
    if (isTypeOnly) compiled.imported.push({ name: name.text, specifier: expression.text, imported: '=', isTypeOnly });
    else add(expression.text, { [name.text]: '=' }, { isRequired: true });
  }

  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) readImport(statement);
    else if (ts.isImportEqualsDeclaration(statement)) readImportEquals(statement);
  }
  return imports;
}

/** Whether a statement is one of those that {@link readImports} reads. */
export function isImport(ts: TypeScript, statement: Statement): boolean {
  return ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement);
}
