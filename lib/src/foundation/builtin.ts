/** Checks whether Node's built-in modules are available, which a browser lacks. */
export const inNode: boolean = globalThis.process?.getBuiltinModule !== undefined;

/** Loads a built-in module of Node when it is needed, in a way that bundlers do not follow. */
export const builtin: NodeJS.Process['getBuiltinModule'] = (name: string) => {
  if (!inNode) throw new Error(`initlab: this function needs ${name}, which browsers lack; run it in Node.js`);
  return process.getBuiltinModule(name) as never;
};
