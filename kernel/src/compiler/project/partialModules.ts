import { dirname } from 'node:path';
import type { ImportDeclaration, SourceFile, StringLiteralLike } from 'typescript';
import { ts } from '../typescript.js';

/** Modules that export some names of another module, so that not all of its files are read. */
export interface PartialModules {
  /**
   * Finds the module that exports only what a file imports, from the file with the declarations of
   * the whole module. Undefined if the importing file does not say everywhere which names it needs,
   * or if the declarations do more than to pass on names of other files.
   *
   * @param literals the places in `source` that name the module, which all get the same answer
   */
  find(wholeFile: string, literals: readonly StringLiteralLike[], source: SourceFile): string | undefined;
  /** Returns the text of such a module. */
  textOf(path: string): string | undefined;
}

/** @param readFile reads the declarations of packages */
export function createPartialModules(readFile: (path: string) => string | undefined): PartialModules {
  const texts = new Map<string, string>();
  const exportsOf = new Map<string, ReadonlyMap<string, string> | undefined>();

  /** Lists the exports of a file, each as a statement; undefined if the file has anything else. */
  function readExports(path: string): ReadonlyMap<string, string> | undefined {
    if (exportsOf.has(path)) return exportsOf.get(path);
    const found = listExports(path, readFile(path) ?? '');
    exportsOf.set(path, found);
    return found;
  }

  return {
    find(wholeFile, literals, source) {
      const names = importedNames(literals, source);
      const all = names && readExports(wholeFile);
      const lines = names?.map((name) => all?.get(name));
      if (!lines || lines.length === 0 || lines.includes(undefined)) return undefined;
      const path = `${dirname(wholeFile)}/[${names?.join(' ')}].d.ts`;
      texts.set(path, lines.join('\n'));
      return path;
    },
    textOf: (path) => texts.get(path),
  };
}

/** The names that imports have in their braces; undefined if one of them imports in another way. */
function importedNames(literals: readonly StringLiteralLike[], { statements }: SourceFile): string[] | undefined {
  const names = new Set<string>();
  for (const literal of literals) {
    const statement = statements.find((it) => ts.isImportDeclaration(it) && it.moduleSpecifier === literal);
    const { name, namedBindings } = (statement as ImportDeclaration | undefined)?.importClause ?? {};
    if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return undefined;
    for (const element of namedBindings.elements) names.add((element.propertyName ?? element.name).text);
  }
  return [...names];
}

function listExports(path: string, text: string): ReadonlyMap<string, string> | undefined {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  if (file.referencedFiles.length + file.typeReferenceDirectives.length > 0) return undefined;
  const exports = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement)) return undefined;
    const { exportClause, moduleSpecifier, isTypeOnly } = statement;
    if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier) return undefined;
    const from = moduleSpecifier.getText(file);
    for (const element of exportClause.elements)
      exports.set(element.name.text, `export ${isTypeOnly ? 'type ' : ''}{ ${element.getText(file)} } from ${from};`);
  }
  return exports;
}
