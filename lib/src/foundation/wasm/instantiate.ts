/** A WebAssembly memory, which TypeScript knows only as a part of the DOM. */
export interface WasmMemory {
  /** Replaced, and the old one emptied, when the memory grows. */
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
 * An instance of an embedded module of `lib/assembly`, made at once; its exports are named by E. Undefined where WebAssembly or its
 * SIMD instructions are missing or forbidden: whoever asks must have another way, of the same results.
 *
 * @param wasm - the module in base64, from `./generated/`.
 * @param memory - what it works on, or how many pages of 64 KiB a memory of its own has.
 */
export function instantiate<E extends object>(
  wasm: string,
  memory: WasmMemory | number,
): { exports: E; memory: WasmMemory } | undefined {
  const engine = (globalThis as { WebAssembly?: unknown }).WebAssembly as Engine | undefined;
  const module = engine && compiled(engine, wasm);
  if (!module) return undefined;
  const used = typeof memory === 'number' ? new engine.Memory({ initial: memory }) : memory;
  return { exports: new engine.Instance(module, { env: { memory: used } }).exports as E, memory: used };
}

/** Compiled once, and so optimized once, however many instances there are. */
function compiled(engine: Engine, wasm: string): object | undefined {
  if (!modules.has(wasm)) modules.set(wasm, compile(engine, wasm));
  return modules.get(wasm);
}

const modules = new Map<string, object | undefined>();

/** Engines without SIMD refuse the module; the policy of a page may forbid all of them. */
function compile(engine: Engine, wasm: string): object | undefined {
  try {
    return new engine.Module(Uint8Array.from(atob(wasm), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
