import type { __String, Identifier, Node, SourceFile, Symbol as TsSymbol } from 'typescript';
import type { TypeScript } from './types.js';

/** Parts of the compiler that its published types leave out. */
interface Internals {
  isExpressionNode(node: Node): boolean;
}
type Bound = Node & { locals?: ReadonlyMap<__String, TsSymbol>; symbol?: TsSymbol };

/** Names that Node gives to the modules that it loads, and the kernel to cells and files. */
export const NODE_NAMES: ReadonlySet<string> = new Set(['require', 'module', '__dirname', '__filename']);

/** Whether a declaration belongs to a variable, function, class or anything else with a value. */
export function hasValue(ts: TypeScript, symbol: TsSymbol): boolean {
  return (symbol.flags & (ts.SymbolFlags.Value | ts.SymbolFlags.ExportValue)) !== 0;
}

/** The symbols that a file declares at its top level, by name. The file must be bound. */
export function topLevelSymbols(file: SourceFile): ReadonlyMap<__String, TsSymbol> {
  return (file as Bound).locals ?? new Map();
}

/** Whether an identifier stands for a value, and is not the name of a property or of a type. */
export function isReference(ts: TypeScript, node: Identifier): boolean {
  const { parent } = node;
  const isOwnName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isFunctionExpression(parent) || ts.isClassExpression(parent)) && parent.name === node) ||
    ts.isMetaProperty(parent) ||
    // The tags of HTML elements have lower-case names.
    (isTagName(ts, node) && /^[a-z]/.test(node.text));
  return !isOwnName && (ts.isExportAssignment(parent) || (ts as unknown as Internals).isExpressionNode(node));
}

function isTagName(ts: TypeScript, { parent }: Identifier): boolean {
  return ts.isJsxOpeningElement(parent) || ts.isJsxClosingElement(parent) || ts.isJsxSelfClosingElement(parent);
}

/** Whether a function is called by this name, so that the name must not give it a `this`. */
export function isCallee(ts: TypeScript, node: Node): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return parent.expression === node;
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === node;
  const isErased =
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTypeAssertionExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isExpressionWithTypeArguments(parent);
  return isErased && parent.expression === node && isCallee(ts, parent);
}

/**
 * Finds where the value of a name comes from: `inner` for a name that is declared in a function or
 * block, the symbol for one at the top level, undefined for one that the file does not declare.
 */
export function resolveValue(ts: TypeScript, from: Node, name: string): TsSymbol | 'inner' | undefined {
  const isValue = (symbol: TsSymbol | undefined): symbol is TsSymbol =>
    symbol !== undefined && (hasValue(ts, symbol) || (symbol.flags & ts.SymbolFlags.Alias) !== 0);
  const key = ts.escapeLeadingUnderscores(name);
  let below: Node = from;
  for (let at = from as Bound | undefined; at; at = scopeAround(ts, at)) {
    const found = at.locals?.get(key);
    // A parameter cannot see what the body of its function declares.
    const isHidden = ts.isParameter(below) && found?.declarations?.every((node) => !isOfParameter(ts, node));
    below = at;
    if (isValue(found) && !isHidden) return ts.isSourceFile(at) ? found : 'inner';
    const node: Node = at;
    const isNamed = ts.isFunctionExpression(node) || ts.isClassExpression(node);
    if (isNamed && node.name?.text === name) return 'inner';
    const hasMembers = ts.isModuleDeclaration(at) || ts.isEnumDeclaration(at);
    if (hasMembers && isValue((at as Bound).symbol?.exports?.get(key))) return 'inner';
  }
  return undefined;
}

/** The node around each node at which {@link resolveValue} has to look next. */
const scopes = new WeakMap<Node, Bound | undefined>();

/**
 * Finds the nearest node around a node that may declare names, or is a parameter. Thousands of
 * expressions may lie between them, as in a long sum, so the way is only gone once.
 */
function scopeAround(ts: TypeScript, node: Node): Bound | undefined {
  const passed: Node[] = [];
  let at = node;
  while (!scopes.has(at)) {
    passed.push(at);
    const { parent } = at as { parent?: Node };
    if (!parent || isScope(ts, parent)) {
      scopes.set(at, parent);
      break;
    }
    at = parent;
  }
  const scope = scopes.get(at);
  for (const each of passed) scopes.set(each, scope);
  return scope;
}

function isScope(ts: TypeScript, node: Node): boolean {
  return (
    (node as Bound).locals !== undefined ||
    ts.isParameter(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassExpression(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isEnumDeclaration(node)
  );
}

function isOfParameter(ts: TypeScript, declaration: Node): boolean {
  return ts.isParameter(
    ts.isBindingElement(declaration) ? ts.walkUpBindingElementsAndPatterns(declaration) : declaration,
  );
}
