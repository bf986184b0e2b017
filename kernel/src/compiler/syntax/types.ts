/** The compiler's interface. It is handed over, so that this folder also works in a browser. */
export type TypeScript = typeof import('typescript');

/** The names to which a cell may refer besides its own and the global ones. */
export interface Scope {
  /** Whether an earlier cell gave the name a value that can be referred to. */
  has(name: string): boolean;
}

/** Settings of a project that change the JavaScript that is made. */
export interface EmitOptions {
  jsx?: number | undefined;
  jsxFactory?: string | undefined;
  jsxFragmentFactory?: string | undefined;
  jsxImportSource?: string | undefined;
  experimentalDecorators?: boolean | undefined;
  emitDecoratorMetadata?: boolean | undefined;
  useDefineForClassFields?: boolean | undefined;
}

/** A fault that can be seen without types. `code` is the compiler's own number, if it has one. */
export interface Problem {
  message: string;
  start: number;
  length: number;
  code?: number;
}

/** A module that code imports. */
export interface ModuleRequest {
  specifier: string;
  /** Import attributes, such as `{ type: 'json' }`. */
  attributes: Record<string, string>;
  /**
   * The exported names that the code uses as values; `*` stands for all. A module of which nothing
   * is used may consist of types only, and then need not exist when the code runs.
   */
  used: string[];
  /** Whether the module is imported only for its effects. */
  isForEffect: boolean;
  /** Whether it is imported by `import x = require()`, which gives what CommonJS exports. */
  isRequired: boolean;
}

/** A name that code imports. */
export interface ImportedName {
  name: string;
  specifier: string;
  /** The name that the module exports: `*` for all of it, `=` for `import x = require()`. */
  imported: string;
  isTypeOnly: boolean;
}

/** The kind of a declaration. Other code may assign to a variable only. */
export type NameKind = 'variable' | 'constant' | 'function' | 'class' | 'enum' | 'namespace' | 'type';

/** A name that code declares at its top level. */
export interface DeclaredName {
  name: string;
  /** Whether it has a value at run time. An interface has none. */
  isValue: boolean;
  /** Whether it names a type. A class names one, beside its value. */
  isType: boolean;
  /** Whether the type has parameters. */
  isGeneric: boolean;
  kind: NameKind;
  /** Whether the code itself says `export` before it. */
  isExported: boolean;
}

/** The names of the parameters of the function that runs; each module adds its number. */
export interface Parameters {
  cell: string;
  scope: string;
  module: string;
}

/** The JavaScript of a cell or file, and what is known of its names. */
export interface Compiled {
  /**
   * The source of a function: `async (cell, scope, ...modules) => { … }`. It starts on the second
   * line, so that the source map belongs to the lines after the first.
   */
  code: string;
  /** The source map, as JSON. */
  map: string;
  modules: ModuleRequest[];
  imported: ImportedName[];
  declared: DeclaredName[];
  /** All identifiers that occur, as names of variables, types, properties or anything else. */
  mentioned: Set<string>;
  /** Whether it adds declarations to the global scope or to other modules. */
  isAugmenting: boolean;
  /** Whether it is nested so deeply that its types are not computed. */
  isDeep: boolean;
  /** Whether it begins with the comment `@ts-nocheck`, so that its types are not checked. */
  isUnchecked: boolean;
  problems: Problem[];
}
