/** Whether Node's own modules can be had; in a browser they cannot. */
export const inNode: boolean = globalThis.process?.getBuiltinModule !== undefined;

/** One of Node's own modules, asked for when it is needed by a call that bundlers for browsers do not follow. */
export const builtin: NodeJS.Process['getBuiltinModule'] = (name: string) => {
  if (!inNode) throw new Error(`initlab: this needs ${name}, which Node.js has and a browser has not`);
  return process.getBuiltinModule(name) as never;
};
