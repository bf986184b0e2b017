/**
 * Declarations of WebAssembly, which Node.js has, but of which only the library of browsers and
 * newer types of Node know.
 */
export const WEB_ASSEMBLY: string = `
declare namespace WebAssembly {
  type Bytes = ArrayBufferView | ArrayBuffer;
  type Exports = Record<string, any>;
  type Imports = Record<string, Record<string, any>>;
  class CompileError extends Error {}
  class LinkError extends Error {}
  class RuntimeError extends Error {}
  class Module {
    constructor(bytes: Bytes);
    static exports(module: Module): { name: string; kind: string }[];
    static imports(module: Module): { module: string; name: string; kind: string }[];
    static customSections(module: Module, name: string): ArrayBuffer[];
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Exports;
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Table {
    constructor(descriptor: { element: 'anyfunc' | 'externref'; initial: number; maximum?: number }, value?: any);
    readonly length: number;
    get(index: number): any;
    set(index: number, value?: any): void;
    grow(count: number, value?: any): number;
  }
  class Global<T = any> {
    constructor(descriptor: { value: string; mutable?: boolean }, value?: T);
    value: T;
    valueOf(): T;
  }
  function validate(bytes: Bytes): boolean;
  function compile(bytes: Bytes): Promise<Module>;
  function instantiate(bytes: Bytes, imports?: Imports): Promise<{ module: Module; instance: Instance }>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
}
`;

/** Declarations of the functions that the kernel gives to cells. */
export const AMBIENT_DECLARATIONS: string = `
/**
 * Asks the user for a line of text and waits for it.
 *
 * \`password\` hides the typed text. Throws if the client does not allow input, for example in a
 * headless run.
 */
declare function prompt(text?: string, options?: { password?: boolean }): string;
/** Removes the cell's output so far; with \`wait\`, only once new output comes. */
declare function clearOutput(wait?: boolean): void;
`;
