type Cleaner = () => unknown;

/** Kept on the global object: mocha loads the root hooks by another loader than the tests. */
const CLEANERS = Symbol.for('initlab.test.cleaners');
const registry = globalThis as { [CLEANERS]?: Set<Cleaner> };

/**
 * Registers what frees the shared things of a helper: a kernel, a browser, folders. It runs when
 * mocha ends, and, where files run in parallel, after each file, because the next file of the same
 * worker shares the helper's module.
 */
export function afterFile(clean: Cleaner): void {
  registry[CLEANERS] ??= new Set();
  registry[CLEANERS].add(clean);
}

/** Runs all that was registered, the last first. */
export async function cleanUp(): Promise<void> {
  for (const clean of [...(registry[CLEANERS] ?? [])].reverse()) await clean();
}
