import type { BindingName, Declaration, Node, SourceFile, Statement, Symbol as TsSymbol } from 'typescript';
import { hasValue, topLevelSymbols } from './names.js';
import type { DeclaredName, NameKind, TypeScript } from './types.js';

/** Describes the names that a bound file declares at its top level; imports are not among them. */
export function describeNames(ts: TypeScript, file: SourceFile): DeclaredName[] {
  const exported = new Set(file.statements.flatMap((statement) => exportedBy(ts, statement)));
  return [...topLevelSymbols(file)].flatMap(([key, local]) => {
    const name = ts.unescapeLeadingUnderscores(key);
    // `declare global` and `declare module 'x'` declare no name.
    if (key === ts.InternalSymbolName.Global || /^["']/.test(name)) return [];
    // What a module exports by a modifier has a symbol of its own.
    const symbol = (local as TsSymbol & { exportSymbol?: TsSymbol }).exportSymbol ?? local;
    if ((symbol.flags & ts.SymbolFlags.Alias) !== 0)
      return isNamespaceAlias(ts, symbol)
        ? [{ name, isValue: true, isType: true, isGeneric: true, kind: 'namespace', isExported: false }]
        : [];
    return [
      {
        name,
        isValue: hasValue(ts, symbol) && !isAmbient(ts, symbol),
        isType: (symbol.flags & ts.SymbolFlags.Type) !== 0,
        isGeneric: (symbol.declarations ?? []).some(
          (node) => (node as { typeParameters?: unknown }).typeParameters !== undefined,
        ),
        kind: kindOf(ts, symbol),
        isExported: exported.has(name),
      },
    ];
  });
}

/** Recognizes `import x = Outer.Inner`, which gives a name of the file itself another one. */
function isNamespaceAlias(ts: TypeScript, { declarations = [] }: TsSymbol): boolean {
  return declarations.some(
    (node) => ts.isImportEqualsDeclaration(node) && !ts.isExternalModuleReference(node.moduleReference),
  );
}

/** Whether all declarations of a symbol say `declare`, so that its value comes from elsewhere. */
function isAmbient(ts: TypeScript, { declarations = [] }: TsSymbol): boolean {
  return declarations.every((declaration) => {
    const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
    return (
      hasModifier(ts, statement, ts.SyntaxKind.DeclareKeyword) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement)
    );
  });
}

function kindOf(ts: TypeScript, { flags, declarations = [] }: TsSymbol): NameKind {
  const kinds = ts.SymbolFlags;
  if ((flags & kinds.Variable) !== 0)
    return declarations.some((node) => isConstant(ts, node)) ? 'constant' : 'variable';
  if ((flags & kinds.Function) !== 0) return 'function';
  if ((flags & kinds.Class) !== 0) return 'class';
  if ((flags & kinds.Enum) !== 0) return 'enum';
  return (flags & kinds.ValueModule) !== 0 ? 'namespace' : 'type';
}

function isConstant(ts: TypeScript, declaration: Node): boolean {
  return ts.isBindingElement(declaration)
    ? isConstant(ts, declaration.parent.parent)
    : (ts.getCombinedNodeFlags(declaration as Declaration) & ts.NodeFlags.Constant) !== 0;
}

export function hasModifier(ts: TypeScript, node: Node, kind: number): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
}

/** Lists the names that a statement exports under their own name. */
function exportedBy(ts: TypeScript, statement: Statement): string[] {
  if (ts.isExportDeclaration(statement)) {
    const { exportClause } = statement;
    return exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.map(({ name }) => name.text) : [];
  }
  return hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword) ? declaredBy(ts, statement) : [];
}

/** Lists the names that a statement declares. */
export function declaredBy(ts: TypeScript, statement: Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name));
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  return isNamed && statement.name && ts.isIdentifier(statement.name) ? [statement.name.text] : [];
}

/**
 * Lists the names that `var` declares inside a statement: in loops, branches and blocks, but not in
 * functions. They belong to the whole file.
 */
export function hoistedBy(ts: TypeScript, statement: Statement): string[] {
  const names: string[] = [];
  const visit = (node: Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0)
      names.push(...node.declarations.flatMap(({ name }) => boundNames(ts, name)));
    ts.forEachChild(node, visit);
  };
  if (!ts.isVariableStatement(statement)) visit(statement);
  return names;
}

/** Lists the names that the patterns of a statement declare. */
export function namesInPattern(ts: TypeScript, statement: Statement): string[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) =>
    ts.isIdentifier(name) ? [] : boundNames(ts, name),
  );
}

function boundNames(ts: TypeScript, name: BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(ts, element.name)));
}

/** Whether a file has `declare global` or adds to the declarations of a module. */
export function isAugmenting(ts: TypeScript, file: SourceFile): boolean {
  return file.statements.some(
    (statement) =>
      ts.isModuleDeclaration(statement) &&
      (ts.isStringLiteral(statement.name) || (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0),
  );
}
