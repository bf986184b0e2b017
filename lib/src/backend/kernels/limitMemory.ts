import { memory } from '#tfjs-core';
import type { WasmMemory } from '../../foundation/wasm/instantiate.js';

/** Parts of emscripten's module that tfjs does not declare. */
export interface WasmModule {
  HEAPU8: Uint8Array;
  asm?: { memory?: WasmMemory };
  _malloc(bytes: number): number;
  _free(at: number): void;
}

/** Largest memory for tensors. The rest, up to 4 GiB, is for the backend's own kernels. */
const LIMIT_BYTES = 3.5 * 2 ** 30;

/**
 * Makes failed allocations throw. Otherwise the backend would overwrite its own data from address
 * 0.
 */
export function limitMemory(wasm: WasmModule): void {
  const { _malloc: allocate } = wasm;
  wasm._malloc = (bytes) => {
    const at = bytes <= LIMIT_BYTES ? allocate(bytes) >>> 0 : 0;
    if (bytes === 0 || (at !== 0 && at + bytes <= LIMIT_BYTES)) return at;
    wasm._free(at);
    throw new RangeError(
      `the wasm backend has no room for a tensor of ${gigabytes(bytes)}: tensors take ${gigabytes(memory().numBytes)}, and its memory ` +
        `ends at ${gigabytes(LIMIT_BYTES)}; free tensors (tf.tidy, dispose), take smaller batches, or use the tensorflow backend`,
    );
  };
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
