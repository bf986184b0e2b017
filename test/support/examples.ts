import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import { createSharedHost } from './compilerHost.js';

/** A fenced `@example` of a documentation comment. */
export interface Example {
  /** Place of its first line of code: file and line. */
  where: string;
  code: string;
}

/** Collects the examples of every TypeScript file below a folder. */
export function findExamples(folder: string): Example[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.sort().flatMap((file) => examplesOf(file, readFileSync(join(folder, file), 'utf8')));
}

export function examplesOf(file: string, text: string): Example[] {
  return [...text.matchAll(/@example\b[^\n]*\n\s*\* ```ts\n([\s\S]*?)\n\s*\* ```/g)].map((match) => ({
    where: `${file}:${text.slice(0, match.index).split('\n').length + 2}`,
    code: match[1].replace(/^\s*\* ?/gm, ''),
  }));
}

/** A value that an example promises in the comment after a statement, as written. */
interface Promised {
  expression: ts.Node;
  literal: string;
}

/**
 * Wraps each expression that has a promised value in `expectValue(expression, literal)`. Returns
 * the code and the number of these expressions.
 */
export function withChecks(code: string): { code: string; count: number } {
  const source = parse(code);
  const promises = source.statements.flatMap((statement) => promiseOf(source, statement) ?? []);
  let checked = code;
  for (const { expression, literal } of promises.reverse()) {
    const [from, to] = [expression.getStart(source), expression.end];
    checked = `${checked.slice(0, from)}expectValue(${checked.slice(from, to)}, ${JSON.stringify(literal)})${checked.slice(to)}`;
  }
  return { code: checked, count: promises.length };
}

function promiseOf(source: ts.SourceFile, statement: ts.Statement): Promised | undefined {
  const rest = source.text.slice(statement.end).split('\n', 1)[0];
  const literal = /^\s*\/\/(.*)$/.exec(rest)?.[1].trim();
  if (literal === undefined || !literalExpression(literal)) return undefined;
  if (ts.isExpressionStatement(statement)) return { expression: statement.expression, literal };
  const value = ts.isVariableStatement(statement) && statement.declarationList.declarations[0].initializer;
  return value ? { expression: value, literal } : undefined;
}

/**
 * Parses a text that is a single literal: a number, a string, true or false, or an array or object
 * of these.
 */
function literalExpression(text: string): ts.Expression | undefined {
  const [statement, ...others] = parse(`(${text})`).statements;
  if (others.length > 0 || !statement || !ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (!ts.isParenthesizedExpression(expression) || expression.end !== text.length + 2) return undefined;
  return isLiteral(expression.expression) ? expression.expression : undefined;
}

function isLiteral(node: ts.Node): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isLiteral);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every((property) => ts.isPropertyAssignment(property) && isLiteral(property.initializer));
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  const words = [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword];
  return (
    ts.isNumericLiteral(node) || ts.isStringLiteral(node) || words.includes(node.kind) || node.getText() === 'Infinity'
  );
}

/**
 * Throws unless the value is what the literal says. A decimal fraction is compared to as many
 * decimals as the literal has.
 */
export function expectValue<T>(value: T, literal: string): T {
  const node = literalExpression(literal) as ts.Expression;
  if (agrees(value, node)) return value;
  const shown = typeof value === 'string' ? `'${value}'` : JSON.stringify(value, plain);
  throw new Error(`the comment says ${literal}, the value is ${shown ?? value}`);
}

function agrees(value: unknown, node: ts.Expression): boolean {
  const text = node.getText();
  if (ts.isArrayLiteralExpression(node)) {
    const list = plain('', value);
    return (
      Array.isArray(list) && list.length === node.elements.length && node.elements.every((e, i) => agrees(list[i], e))
    );
  }
  if (ts.isObjectLiteralExpression(node)) {
    const properties = node.properties.filter(ts.isPropertyAssignment);
    const keys = properties.map(({ name }) => (ts.isStringLiteral(name) ? name.text : name.getText()));
    if (value === null || typeof value !== 'object' || !isDeepStrictEqual(Object.keys(value).sort(), keys.toSorted()))
      return false;
    return properties.every(({ initializer }, i) => agrees((value as Record<string, unknown>)[keys[i]], initializer));
  }
  if (ts.isStringLiteral(node)) return value === node.text;
  if (typeof value !== 'number') return String(value) === text;
  const decimals = /\.(\d+)$/.exec(text)?.[1].length;
  if (decimals === undefined) return Object.is(value, Number(text));
  return Math.abs(value - Number(text)) <= 0.5 * 10 ** -decimals + 4e-16 * Math.abs(value);
}

/** Converts typed arrays to plain ones. */
function plain(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Float32Array) : value;
}

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('example.ts', text, ts.ScriptTarget.ESNext, true);
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

const sharedHost = createSharedHost(OPTIONS);

/**
 * Lists what the type checker reports about examples. Each is a separate module in `folder`, where
 * it resolves imports.
 */
export function typeErrors(examples: readonly Example[], folder: string): string[] {
  const files = new Map(examples.map((example, i) => [join(folder, `example${i}.ts`), example]));
  const host: ts.CompilerHost = {
    ...sharedHost,
    fileExists: (name) => files.has(name) || sharedHost.fileExists(name),
    getSourceFile(name, ...rest) {
      const example = files.get(name);
      return example
        ? ts.createSourceFile(name, `${example.code}\nexport {};`, ts.ScriptTarget.ES2023)
        : sharedHost.getSourceFile(name, ...rest);
    },
  };
  const program = ts.createProgram([...files.keys()], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const where = files.get(file?.fileName ?? '')?.where ?? file?.fileName ?? 'options';
    return `${where}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

/**
 * Runs an example with the modules that it may import. Throws if the example throws, or if a value
 * differs from the one that it states.
 */
export async function runExample(code: string, modules: Record<string, object>): Promise<void> {
  const { outputText } = ts.transpileModule(withChecks(code).code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const require = (name: string): object => {
    if (name in modules) return modules[name];
    throw new Error(`an example may import ${Object.keys(modules).join(', ')}, not ${name}`);
  };
  await AsyncFunction('require', 'exports', 'expectValue', outputText)(require, {}, expectValue);
}
