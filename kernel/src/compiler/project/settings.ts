import { dirname, join } from 'node:path';
import type { CompilerOptions } from 'typescript';
import type { EmitOptions } from '../syntax/types.js';
import { kernelRequire, ts } from '../typescript.js';
import { runtimeLibraries } from './libraries.js';

/** The settings with which the cells of a folder are compiled. */
export interface Settings {
  /** Options for checking types. */
  check: CompilerOptions;
  /** Options that change the JavaScript. */
  emit: EmitOptions;
  /** Whether the library of the options declares WebAssembly, as that of browsers does. */
  hasWebAssembly: boolean;
  /** The extension of the names of cells: `.tsx` if they may contain JSX. */
  ending: '.ts' | '.tsx';
  /** Files of declarations that every cell sees, besides those that the options name. */
  files: string[];
}

/** The options of a tsconfig.json that have a meaning for cells. */
const PROJECT_OPTIONS = [
  'strict',
  'alwaysStrict',
  'strictNullChecks',
  'strictFunctionTypes',
  'strictBindCallApply',
  'strictPropertyInitialization',
  'strictBuiltinIteratorReturn',
  'noImplicitAny',
  'noImplicitThis',
  'noImplicitOverride',
  'noImplicitReturns',
  'noFallthroughCasesInSwitch',
  'noUncheckedIndexedAccess',
  'noPropertyAccessFromIndexSignature',
  'useUnknownInCatchVariables',
  'exactOptionalPropertyTypes',
  'lib',
  'types',
  'typeRoots',
  'paths',
  'baseUrl',
  'pathsBasePath',
  'ignoreDeprecations',
  'customConditions',
  'allowJs',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'useDefineForClassFields',
];

/**
 * Reads the nearest tsconfig.json, from a folder upwards. Without one, cells are strict, and have
 * Node's types and the library of the running Node.js.
 */
export function readSettings(folder: string): Settings {
  const project = readProject(folder);
  const chosen = Object.fromEntries(
    Object.entries(project).filter(([name, value]) => PROJECT_OPTIONS.includes(name) && value !== undefined),
  ) as CompilerOptions;
  const { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource } = chosen;
  const { experimentalDecorators, emitDecoratorMetadata } = chosen;
  // Before ES2022, fields of classes are assigned and not defined.
  const hasOldFields = project.target !== undefined && project.target < ts.ScriptTarget.ES2022;
  const useDefineForClassFields = chosen.useDefineForClassFields ?? (hasOldFields ? false : undefined);
  const check: CompilerOptions = {
    strict: true,
    types: ['node'],
    lib: runtimeLibraries(),
    jsx: ts.JsxEmit.ReactJSX,
    ...chosen,
    customConditions: [...new Set(['node', 'import', ...(chosen.customConditions ?? [])])],
    ...(useDefineForClassFields === undefined ? {} : { useDefineForClassFields }),
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.Preserve,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const files = addNodeTypes(folder, check);
  return {
    check,
    emit: {
      // A tsconfig.json may leave JSX to another tool; here there is none.
      jsx: jsx === ts.JsxEmit.React || jsx === ts.JsxEmit.ReactJSXDev ? jsx : ts.JsxEmit.ReactJSX,
      jsxFactory,
      jsxFragmentFactory,
      jsxImportSource,
      experimentalDecorators,
      emitDecoratorMetadata,
      useDefineForClassFields,
    },
    hasWebAssembly: check.lib?.some((name) => /dom|webworker/.test(name)) ?? true,
    ending: jsx === undefined ? '.ts' : '.tsx',
    files,
  };
}

function readProject(folder: string): CompilerOptions {
  const file = ts.findConfigFile(folder, ts.sys.fileExists);
  if (file === undefined) return {};
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  // The files of the project are of no interest, so none is looked for.
  const host = { ...ts.sys, readDirectory: () => [] };
  return ts.parseJsonConfigFileContent(config ?? {}, host, dirname(file)).options;
}

/** Takes the kernel's own declarations of Node if the notebook's folder has none. */
function addNodeTypes(folder: string, options: CompilerOptions): string[] {
  if (!options.types?.includes('node')) return [];
  const from = join(folder, 'cell.ts');
  const host = { ...ts.sys, getCurrentDirectory: () => folder };
  if (ts.resolveTypeReferenceDirective('node', from, options, host).resolvedTypeReferenceDirective) return [];
  options.types = options.types.filter((name) => name !== 'node');
  return [join(dirname(kernelRequire.resolve('@types/node/package.json')), 'index.d.ts')];
}
