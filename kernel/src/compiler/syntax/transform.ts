import type {
  CustomTransformers,
  Expression,
  Identifier,
  ImportDeclaration,
  Node,
  SourceFile,
  Statement,
  TransformationContext,
  Visitor,
} from 'typescript';
import { declaredBy, hoistedBy, namesInPattern } from './declarations.js';
import { DEFAULT_NAME, type Export, readExports } from './exports.js';
import { type Import, isImport, readImports } from './imports.js';
import { isCallee, isReference, resolveValue } from './names.js';
import { removeRepeatedStatements } from './statements.js';
import type { Compiled, Parameters, Scope, TypeScript } from './types.js';

/** The task of the transformers. */
export interface Task {
  ts: TypeScript;
  scope: Scope;
  isCell: boolean;
  parameters: Parameters;
  /** Takes what is found out on the way. */
  compiled: Compiled;
  /** The names that JSX is compiled to, which the code itself need not contain. */
  factories: readonly string[];
  /** Notes the declarations of the file, which is bound now. */
  describe(file: SourceFile): void;
}

/** Creates the steps before and after the compiler's own, which turn a module into a function. */
export function createTransformers(task: Task): CustomTransformers {
  return {
    before: [(context) => (file) => transformFile(task, context, file)],
    after: [(context) => (file) => replaceHelperImports(task, context, file)],
  };
}

function transformFile(task: Task, context: TransformationContext, file: SourceFile): SourceFile {
  const { ts, isCell, compiled, describe } = task;
  const { factory } = context;
  removeRepeatedStatements(ts, file);
  describe(file);
  const rewriter = createRewriter(task, context, readImports(ts, file, compiled));
  const exports = readExports(ts, file, isCell, compiled.problems);
  const values = new Set(compiled.declared.filter(({ isValue }) => isValue).map(({ name }) => name));
  const assignable = new Set(compiled.declared.filter(({ kind }) => kind === 'variable').map(({ name }) => name));
  const linked = new Set<string>();
  const start: Statement[] = [];
  const body: Statement[] = [];

  const link = (name: string, local: Expression, isAssignable: boolean, method = 'link'): Statement =>
    rewriter.call(method, [
      factory.createStringLiteral(name),
      rewriter.lazily(local),
      ...(isAssignable ? [rewriter.setter(name)] : []),
    ]);

  /** Links names of the cell that are not linked yet. */
  const linkTo = (statements: Statement[], names: readonly string[]): void => {
    for (const name of names) {
      if (!values.has(name) || linked.has(name)) continue;
      linked.add(name);
      statements.push(link(name, factory.createIdentifier(name), assignable.has(name)));
    }
  };

  /** Announces names that a pattern declares one after another, of which each may be the last. */
  const announceTo = (statements: Statement[], names: readonly string[]): void => {
    for (const name of names)
      statements.push(link(name, factory.createIdentifier(name), assignable.has(name), 'announce'));
  };

  if (isCell) {
    for (const name of rewriter.imports.keys()) start.push(link(name, rewriter.readName(name, false), false));
  } else start.push(...linkExports(exports, values, rewriter, link), rewriter.begin());

  for (const name of task.factories) {
    const value = rewriter.fromElsewhere(file, name);
    if (value) start.push(rewriter.constant(name, value));
  }
  for (const [i, statement] of file.statements.entries()) {
    if (isImport(ts, statement) || ts.isExportDeclaration(statement)) continue;
    if (isCell && i === lastIndex(ts, file) && ts.isExpressionStatement(statement)) {
      body.push(rewriter.keepValue(statement));
      continue;
    }
    // What a loop or branch declares by `var` exists before it, so that it is there after an error.
    if (isCell) linkTo(body, hoistedBy(ts, statement));
    for (const part of rewriter.splitDeclarations(rewriter.visitStatement(statement))) {
      if (isCell) announceTo(body, namesInPattern(ts, part));
      body.push(part);
      // A function exists from the start of its cell, every other name from its declaration on.
      if (isCell) linkTo(ts.isFunctionDeclaration(part) ? start : body, declaredBy(ts, part));
    }
  }
  return factory.updateSourceFile(file, ts.setTextRange(factory.createNodeArray([...start, ...body]), file.statements));
}

function linkExports(
  exports: readonly Export[],
  values: ReadonlySet<string>,
  rewriter: Rewriter,
  link: (name: string, local: Expression, isAssignable: boolean) => Statement,
): Statement[] {
  return exports.flatMap((item) => {
    if ('from' in item) return [rewriter.reexport(item)];
    const isValue = item.isDefault || values.has(item.local) || rewriter.imports.has(item.local);
    return isValue ? [link(item.exported, rewriter.readName(item.local, false), false)] : [];
  });
}

/** The number of the last statement, except empty ones. */
function lastIndex(ts: TypeScript, { statements }: SourceFile): number {
  return statements.findLastIndex((statement) => !ts.isEmptyStatement(statement));
}

/** Writes expressions of the code that runs. */
type Rewriter = ReturnType<typeof createRewriter>;

function createRewriter(task: Task, context: TransformationContext, imports: ReadonlyMap<string, Import>) {
  const { ts, scope, parameters, compiled } = task;
  const { factory } = context;
  const identifier = (name: string): Identifier => factory.createIdentifier(name);

  const member = (object: Expression, name: string): Expression =>
    /^[A-Za-z_$][\w$]*$/.test(name)
      ? factory.createPropertyAccessExpression(object, name)
      : factory.createElementAccessExpression(object, factory.createStringLiteral(name));

  const ofCell = (name: string): Expression => member(identifier(parameters.cell), name);

  /** Reads an imported name from its module, whose value may still change. */
  function readName(name: string, isUsed = true): Expression {
    const found = imports.get(name);
    if (found === undefined) return identifier(name);
    if ('entity' in found) return entityValue(found.entity, isUsed);
    const { module, imported } = found;
    const { used } = compiled.modules[module];
    if (isUsed && !used.includes(imported)) used.push(imported);
    const namespace = identifier(`${parameters.module}${module}`);
    return imported === '*' ? namespace : member(namespace, imported);
  }

  function entityValue(entity: import('typescript').EntityName, isUsed: boolean): Expression {
    if (ts.isQualifiedName(entity)) return member(entityValue(entity.left, isUsed), entity.right.text);
    return freeValue(entity, isUsed) ?? identifier(entity.text);
  }

  const freeValue = (node: Identifier, isUsed = true): Expression | undefined => fromElsewhere(node, node.text, isUsed);

  /** Reads a name that the code has from elsewhere; undefined for its own and for global names. */
  function fromElsewhere(place: Node, name: string, isUsed = true): Expression | undefined {
    const found = resolveValue(ts, place, name);
    if (found === 'inner') return undefined;
    if (found) return imports.has(name) ? readName(name, isUsed) : undefined;
    return scope.has(name) ? member(identifier(parameters.scope), name) : undefined;
  }

  const visit: Visitor = (node) => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
    if (isExportModifier(node)) return undefined;
    if (ts.isIdentifier(node)) return visitIdentifier(node);
    if (ts.isShorthandPropertyAssignment(node)) return visitShorthand(node);
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      return ts.setTextRange(ofCell('meta'), node);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const args = node.arguments.map((argument) => ts.visitNode(argument, visit) as Expression);
      return ts.setTextRange(factory.createCallExpression(ofCell('import'), undefined, args), node);
    }
    return ts.visitEachChild(node, visit, context);
  };

  /** Recognizes `export` and `default` at the top level, which mean nothing in a function. */
  function isExportModifier({ kind, parent }: Node): boolean {
    const isModifier = kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword;
    return isModifier && ts.isStatement(parent) && ts.isSourceFile(parent.parent);
  }

  function visitIdentifier(node: Identifier): Node {
    const value = isReference(ts, node) ? freeValue(node) : undefined;
    if (value === undefined) return node;
    const free = ts.setTextRange(value, node);
    if (!isCallee(ts, node)) return free;
    // Called as a member, the function would get the scope as its `this`.
    const detached = factory.createParenthesizedExpression(factory.createComma(factory.createNumericLiteral(0), free));
    // V8 places such a call behind the parenthesis, and the reader looks for the name.
    const start = node.getStart();
    return ts.setSourceMapRange(detached, { pos: start, end: start });
  }

  function visitShorthand(node: import('typescript').ShorthandPropertyAssignment): Node {
    const otherwise = node.objectAssignmentInitializer;
    const initializer = otherwise && (ts.visitNode(otherwise, visit) as Expression);
    const value = freeValue(node.name);
    if (value === undefined) return factory.updateShorthandPropertyAssignment(node, node.name, initializer);
    const full = initializer ? factory.createAssignment(value, initializer) : value;
    return ts.setTextRange(factory.createPropertyAssignment(node.name.text, full), node);
  }

  const statement = (expression: Expression): Statement => factory.createExpressionStatement(expression);

  const call = (method: string, args: readonly Expression[]): Statement =>
    statement(factory.createCallExpression(ofCell(method), undefined, args));

  const lazily = (value: Expression): Expression =>
    factory.createArrowFunction(undefined, undefined, [], undefined, undefined, value);

  function constant(name: string, value: Expression): Statement {
    const declaration = factory.createVariableDeclaration(name, undefined, undefined, value);
    const list = factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const);
    return factory.createVariableStatement(undefined, list);
  }

  return {
    imports,
    readName,
    fromElsewhere,
    constant,
    lazily,
    call,
    setter(name: string): Expression {
      const value = factory.createParameterDeclaration(undefined, undefined, parameters.module);
      const assign = statement(factory.createAssignment(identifier(name), identifier(parameters.module)));
      return factory.createArrowFunction(
        undefined,
        undefined,
        [value],
        undefined,
        undefined,
        factory.createBlock([assign]),
      );
    },
    /** Visits a top-level statement, and gives what it exports without a name one. */
    visitStatement(node: Statement): Statement {
      if (ts.isExportAssignment(node)) {
        const value = ts.visitNode(node.expression, visit) as Expression;
        return ts.setTextRange(constant(DEFAULT_NAME, value), node);
      }
      const visited = ts.visitNode(node, visit) as Statement;
      if (ts.isFunctionDeclaration(visited) && !visited.name) {
        const { asteriskToken, typeParameters, parameters: own, type, body, modifiers } = visited;
        const name = identifier(DEFAULT_NAME);
        return factory.updateFunctionDeclaration(
          visited,
          modifiers,
          asteriskToken,
          name,
          typeParameters,
          own,
          type,
          body,
        );
      }
      if (ts.isClassDeclaration(visited) && !visited.name) {
        const { modifiers, typeParameters, heritageClauses, members } = visited;
        const name = identifier(DEFAULT_NAME);
        return factory.updateClassDeclaration(visited, modifiers, name, typeParameters, heritageClauses, members);
      }
      return visited;
    },
    /** Gives each variable of a list a statement, so that it is linked before the next one. */
    splitDeclarations(node: Statement): readonly Statement[] {
      if (!ts.isVariableStatement(node) || node.declarationList.declarations.length < 2) return [node];
      const { declarations, flags } = node.declarationList;
      return declarations.map((declaration) => {
        const list = factory.createVariableDeclarationList([declaration], flags);
        return ts.setTextRange(factory.createVariableStatement(node.modifiers, list), declaration);
      });
    },
    /** Waits, after the exports are linked, until all files that a file imports have run. */
    begin: (): Statement =>
      statement(factory.createAwaitExpression(factory.createCallExpression(ofCell('begin'), undefined, []))),
    /** Keeps the value of the last expression, which is the result of a cell. */
    keepValue(node: import('typescript').ExpressionStatement): Statement {
      const value = ts.visitNode(node.expression, visit) as Expression;
      return ts.setTextRange(statement(factory.createAssignment(ofCell('value'), value)), node);
    },
    /** Passes names of another module on, or all of them. */
    reexport({ from, imported, exported }: Extract<Export, { from: string }>): Statement {
      const module = compiled.modules.length;
      const isForEffect = false;
      compiled.modules.push({ specifier: from, attributes: {}, used: [], isForEffect, isRequired: false });
      const namespace = identifier(`${parameters.module}${module}`);
      if (exported === '*') return call('linkAll', [namespace]);
      const value = imported === '*' ? namespace : member(namespace, imported);
      return call('link', [factory.createStringLiteral(exported), lazily(value)]);
    },
  };
}

/**
 * Replaces the imports that the compiler itself adds for JSX, and removes the empty export that it
 * adds to every module.
 */
function replaceHelperImports(task: Task, context: TransformationContext, file: SourceFile): SourceFile {
  const { ts, parameters, compiled } = task;
  const { factory } = context;
  const replace = ({ importClause, moduleSpecifier }: ImportDeclaration): Statement[] => {
    const bindings = importClause?.namedBindings;
    if (!ts.isStringLiteral(moduleSpecifier) || !bindings || !ts.isNamedImports(bindings)) return [];
    const elements = bindings.elements.map(({ name, propertyName }) =>
      factory.createBindingElement(undefined, propertyName, name),
    );
    const module = compiled.modules.length;
    const used = bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
    const specifier = moduleSpecifier.text;
    compiled.modules.push({ specifier, attributes: {}, used, isForEffect: false, isRequired: false });
    const pattern = factory.createObjectBindingPattern(elements);
    const value = factory.createIdentifier(`${parameters.module}${module}`);
    const declaration = factory.createVariableDeclaration(pattern, undefined, undefined, value);
    const list = factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const);
    return [factory.createVariableStatement(undefined, list)];
  };
  const statements = file.statements.flatMap((statement) =>
    ts.isImportDeclaration(statement) ? replace(statement) : ts.isExportDeclaration(statement) ? [] : [statement],
  );
  return factory.updateSourceFile(file, statements);
}
