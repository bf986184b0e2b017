import { memory } from '@tensorflow/tfjs-core';
import type { WasmMemory } from '../../foundation/wasm/instantiate.js';

/** What emscripten's module has beside what tfjs declares of it. */
export interface WasmModule {
  HEAPU8: Uint8Array;
  asm?: { memory?: WasmMemory };
  _malloc(bytes: number): number;
  _free(at: number): void;
}

/** The rest, to 4 GiB, is left to what the backend's own kernels take for themselves. */
const LIMIT = 3.5 * 2 ** 30;

/** Lets allocations fail with an error where the backend would go on with address 0 and write over its own data. */
export function limitMemory(wasm: WasmModule): void {
  const { _malloc: allocate } = wasm;
  wasm._malloc = (bytes) => {
    const at = bytes <= LIMIT ? allocate(bytes) >>> 0 : 0;
    if (bytes === 0 || (at !== 0 && at + bytes <= LIMIT)) return at;
    wasm._free(at);
    throw new RangeError(
      `the wasm backend has no room for a tensor of ${gigabytes(bytes)}: tensors take ${gigabytes(memory().numBytes)}, and its memory ` +
        `ends at ${gigabytes(LIMIT)}; free tensors (tf.tidy, dispose), take smaller batches, or use the tensorflow backend`,
    );
  };
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(2)} GiB`;
