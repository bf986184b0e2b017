import type { CompilerOptions, Diagnostic, SourceFile, Statement } from 'typescript';
import { describeNames, isAugmenting } from './declarations.js';
import { depthOf, MAX_CHECKED_DEPTH, MAX_DEPTH, TOO_DEEP } from './depth.js';
import { NODE_NAMES } from './names.js';
import { createTransformers } from './transform.js';
import type { Compiled, EmitOptions, Parameters, Problem, Scope, TypeScript } from './types.js';

/** Parts of a parsed file that the compiler's published types leave out. */
interface Internals {
  identifiers: ReadonlyMap<string, string>;
  checkJsDirective?: { enabled: boolean };
  parseDiagnostics: readonly Diagnostic[];
}

/** Options of {@link compileCell} and {@link compileFile}. */
export interface CompileOptions {
  /** The name of the source, whose extension says whether it may contain JSX. */
  fileName: string;
  emit?: EmitOptions;
}

/**
 * Compiles a cell to JavaScript, from its syntax alone: no type is computed and no file is read.
 *
 * Names that the cell declares stay variables of one function. After each declaration, the function
 * links the name to the scope by accessors. Later cells therefore read and assign the variable
 * itself, and a name that is declared again leads to the new variable everywhere. Names of earlier
 * cells are read from the scope, those of modules from the namespace of the module.
 *
 * @example
 * const scope = { has: () => false };
 * const { code } = compileCell(ts, 'const x: number = 1; x', scope, { fileName: 'cell.ts' });
 */
export function compileCell(ts: TypeScript, source: string, scope: Scope, options: CompileOptions): Compiled {
  return compile(ts, source, scope, true, options);
}

/** Compiles a file that cells import: its exports are linked instead of its declarations. */
export function compileFile(ts: TypeScript, source: string, options: CompileOptions): Compiled {
  return compile(ts, source, { has: (name) => NODE_NAMES.has(name) }, false, options);
}

function compile(ts: TypeScript, source: string, scope: Scope, isCell: boolean, options: CompileOptions): Compiled {
  const compiled: Compiled = {
    code: '',
    map: '',
    modules: [],
    imported: [],
    declared: [],
    mentioned: new Set(),
    isAugmenting: false,
    isDeep: false,
    isUnchecked: false,
    problems: [],
  };
  const depth = depthOf(ts, source, options.fileName);
  compiled.isDeep = depth > MAX_CHECKED_DEPTH;
  if (depth > MAX_DEPTH) return { ...compiled, problems: [TOO_DEEP] };
  const parameters = chooseParameters(source);
  const factories = jsxFactories(ts, source, options);
  const describe = (file: SourceFile): void => {
    const { identifiers, checkJsDirective } = file as SourceFile & Internals;
    compiled.mentioned = new Set([...identifiers.keys(), ...factories]);
    compiled.isUnchecked = checkJsDirective?.enabled === false;
    compiled.isAugmenting = isAugmenting(ts, file);
    compiled.declared = describeNames(ts, file);
  };
  const compilerOptions: CompilerOptions = {
    ...withoutUndefined(options.emit ?? {}),
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    // Otherwise the compiler resolves all names, to find out which imports are used as values.
    verbatimModuleSyntax: compiled.isDeep,
    sourceMap: true,
    removeComments: false,
  };
  const output = ts.transpileModule(source, {
    fileName: options.fileName,
    compilerOptions,
    reportDiagnostics: true,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    transformers: createTransformers({ ts, scope, isCell, parameters, compiled, factories, describe }),
  });
  const faults = (output.diagnostics ?? []).filter(({ file }) => file !== undefined);
  if (faults.length > 0) compiled.problems = faults.map((fault) => toProblem(ts, fault));
  const block = isCell ? findObjectBlock(ts, source, faults.length > 0) : undefined;
  if (block) compiled.problems = [block];
  const body = output.outputText.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '');
  const names = [parameters.cell, parameters.scope, ...compiled.modules.map((_, i) => `${parameters.module}${i}`)];
  // Every function of a cell has this variable in its context, and so keeps the object alive.
  const keepAlive = isCell ? ` ${parameters.cell}.self = () => ${parameters.cell};` : '';
  compiled.code = `(async (${names.join(', ')}) => { "use strict";${keepAlive}\n${body}\n})`;
  compiled.map = output.sourceMapText ?? '';
  return compiled;
}

/**
 * Lists the names that JSX needs without containing them: `React`, or what the project has instead.
 */
function jsxFactories(ts: TypeScript, source: string, { emit = {} }: CompileOptions): string[] {
  if (emit.jsx !== ts.JsxEmit.React || !source.includes('<')) return [];
  const { jsxFactory = 'React', jsxFragmentFactory = 'React' } = emit;
  return [...new Set([jsxFactory, jsxFragmentFactory].map((name) => name.split('.')[0] as string))];
}

/** Recognizes a cell that is meant as an object, but is a block because it begins with a brace. */
function findObjectBlock(ts: TypeScript, source: string, isFaulty: boolean): Problem | undefined {
  const trimmed = source.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined;
  const [statement] = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest).statements;
  const isLabelled = statement && ts.isBlock(statement) && statement.statements.some(isUselessLabel);
  if (!isFaulty && !isLabelled) return undefined;
  const object = ts.createSourceFile('cell.ts', `(${source})`, ts.ScriptTarget.Latest) as SourceFile & Internals;
  if (object.parseDiagnostics.length > 0) return undefined;
  const message = 'This is a block of statements. To make it an object, put it in parentheses: ({ … })';
  return { message, start: source.indexOf('{'), length: 1 };

  function isUselessLabel(node: Statement): boolean {
    return ts.isLabeledStatement(node) && ts.isExpressionStatement(node.statement);
  }
}

/** Chooses names of parameters that the source does not contain. */
function chooseParameters(source: string): Parameters {
  let mark = '$';
  while (source.includes(`${mark}cell`) || source.includes(`${mark}scope`) || source.includes(`${mark}module`))
    mark += '$';
  return { cell: `${mark}cell`, scope: `${mark}scope`, module: `${mark}module` };
}

function toProblem(ts: TypeScript, { messageText, start = 0, length = 0, code }: Diagnostic): Problem {
  return { message: ts.flattenDiagnosticMessageText(messageText, '\n'), start, length, code };
}

function withoutUndefined(options: object): CompilerOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
