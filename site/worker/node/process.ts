/**
 * Parts of Node's `process` that libraries read. It has no versions and no modules, so nothing
 * takes the worker for Node.
 */
const process = {
  browser: true,
  env: {},
  argv: [],
  platform: 'browser',
  cwd: (): string => '/',
  nextTick: queueMicrotask.bind(globalThis),
};

Object.assign(globalThis, { process, global: globalThis });
