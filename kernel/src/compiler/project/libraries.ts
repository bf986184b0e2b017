/** Declarations that the compiler brings beyond ES2023, each with what must exist to use it. */
const NEWER: Record<string, () => unknown> = {
  'es2024.arraybuffer': () => member(ArrayBuffer.prototype, 'transfer'),
  'es2024.collection': () => member(Map, 'groupBy'),
  'es2024.object': () => member(Object, 'groupBy'),
  'es2024.promise': () => member(Promise, 'withResolvers'),
  'es2024.regexp': () => 'unicodeSets' in RegExp.prototype,
  'es2024.sharedmemory': () => member(Atomics, 'waitAsync'),
  'es2024.string': () => member(String.prototype, 'isWellFormed'),
  'es2025.collection': () => member(Set.prototype, 'union'),
  'es2025.float16': () => member(globalThis, 'Float16Array'),
  'es2025.intl': () => member(Intl, 'DurationFormat'),
  'es2025.iterator': () => member(globalThis, 'Iterator'),
  'es2025.promise': () => member(Promise, 'try'),
  'es2025.regexp': () => member(RegExp, 'escape'),
  'esnext.array': () => member(Array, 'fromAsync'),
  'esnext.collection': () => member(Map.prototype, 'getOrInsert'),
  'esnext.date': () => member(Date.prototype, 'toTemporalInstant'),
  'esnext.disposable': () => member(globalThis, 'DisposableStack'),
  'esnext.error': () => member(Error, 'isError'),
  'esnext.sharedmemory': () => member(Atomics, 'pause'),
  'esnext.temporal': () => member(globalThis, 'Temporal'),
  'esnext.typedarrays': () => member(Uint8Array, 'fromBase64'),
};

function member(holder: object, name: string): unknown {
  return (holder as Record<string, unknown>)[name];
}

/** Names the libraries of JavaScript that the running Node.js has. */
export function runtimeLibraries(): string[] {
  const found = Object.entries(NEWER).flatMap(([name, exists]) => (exists() ? [name] : []));
  return ['es2023', ...found].map((name) => `lib.${name}.d.ts`);
}
