/**
 * WebAssembly memory. TypeScript's own declaration is in the types of the DOM, which this library
 * does not use.
 */
export interface WasmMemory {
  /** Current buffer. Growing the memory detaches it and makes a new one. */
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB. */
  grow(pages: number): number;
}

interface Engine {
  Memory: new (size: { initial: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: { env: { memory: WasmMemory } }) => { exports: object };
}

/**
 * Instantiates an embedded module of `lib/assembly` synchronously. E is the type of its exports.
 * Returns undefined if WebAssembly or SIMD is missing or forbidden, so the caller needs a fallback
 * with the same results.
 *
 * @param wasm - the module in hexadecimal digits, from `./generated/`.
 * @param memory - the memory to work on, or the number of 64 KiB pages for a new memory.
 */
export function instantiate<E extends object>(
  wasm: string,
  memory: WasmMemory | number,
): { exports: E; memory: WasmMemory } | undefined {
  const engine = (globalThis as { WebAssembly?: unknown }).WebAssembly as Engine | undefined;
  const module = engine && moduleOf(engine, wasm);
  if (!module) return undefined;
  const used = typeof memory === 'number' ? new engine.Memory({ initial: memory }) : memory;
  return { exports: new engine.Instance(module, { env: { memory: used } }).exports as E, memory: used };
}

/** Compiles a module once for all instances, so the engine optimizes it once. */
function moduleOf(engine: Engine, wasm: string): object | undefined {
  if (!modules.has(wasm)) modules.set(wasm, compile(engine, wasm));
  return modules.get(wasm);
}

const modules = new Map<string, object | undefined>();

/**
 * Compiles a module. Returns undefined if the engine has no SIMD, or if the page's policy forbids
 * WebAssembly.
 */
function compile(engine: Engine, wasm: string): object | undefined {
  try {
    const bytes = Uint8Array.from({ length: wasm.length / 2 }, (_, i) =>
      Number.parseInt(wasm.slice(2 * i, 2 * i + 2), 16),
    );
    return new engine.Module(bytes);
  } catch {
    return undefined;
  }
}
