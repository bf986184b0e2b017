import { env } from '@tensorflow/tfjs-core';

/** The address of a folder, or of each file by its name. */
export type WasmPaths = string | Record<string, string>;

/** Loads tfjs's WebAssembly backend; a browser fetches its files from `paths`. */
export async function loadWasm(paths?: WasmPaths): Promise<string> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (paths !== undefined) setWasmPaths(paths);
  const simd = await env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return simd ? 'wasm with SIMD' : 'wasm without SIMD, which this machine or browser lacks';
}
