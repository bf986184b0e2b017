/** Checks whether Node's built-in modules are available, which a browser lacks. */
export const inNode: boolean = globalThis.process?.getBuiltinModule !== undefined;

type GetBuiltin = NodeJS.Process['getBuiltinModule'];

/**
 * The property of `globalThis` by which a page gives the library its own modules for some of
 * Node's: a function of the module's name. The pages in which lessons run have their data behind
 * it.
 */
const STAND_INS = Symbol.for('initlab.builtin');

/**
 * Loads a built-in module of Node, or the page's module of that name; undefined if there is none.
 */
export const findBuiltin: GetBuiltin = (name: string) => {
  if (inNode) return process.getBuiltinModule(name) as never;
  const standIn = (globalThis as Record<symbol, unknown>)[STAND_INS] as ((name: string) => unknown) | undefined;
  return standIn?.(name) as never;
};

/** Loads a built-in module of Node when it is needed, in a way that bundlers do not follow. */
export const builtin: GetBuiltin = (name: string) => {
  const module: unknown = findBuiltin(name);
  if (module === undefined)
    throw new Error(`initlab: this function needs ${name}, which browsers lack; run it in Node.js`);
  return module as never;
};
