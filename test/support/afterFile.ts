type Cleaner = () => unknown;

/**
 * Key of the registry on the global object. A module variable would exist twice, because mocha
 * loads the root hooks and the tests with different loaders.
 */
const CLEANERS = Symbol.for('initlab.test.cleaners');
const registry = globalThis as { [CLEANERS]?: Set<Cleaner> };

/**
 * Registers a function that frees what the tests of a file share, such as a kernel, a browser or
 * folders. It runs when mocha ends or, if files run in parallel, after each file. It stays
 * registered, because the next file in the same worker shares the module that registered it.
 */
export function afterFile(clean: Cleaner): void {
  registry[CLEANERS] ??= new Set();
  registry[CLEANERS].add(clean);
}

/** Runs all registered functions, the latest first. */
export async function cleanUp(): Promise<void> {
  for (const clean of [...(registry[CLEANERS] ?? [])].reverse()) await clean();
}
