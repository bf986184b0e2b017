import { wasm as plainRounding } from './generated/gemm.js';
import { wasm as fusedRounding } from './generated/gemmFused.js';
import { instantiate, type WasmMemory } from './instantiate.js';

/**
 * Writes the product of two row-major float32 matrices, a [m, k] · b [k, n], to `out` [m, n]. `a`
 * is stored as [k, m] if `transposeA`, `b` as [n, k] if `transposeB`. Adds to `out` if
 * `accumulate`. a, b and out are byte offsets, multiples of 4. `out` must overlap neither factor,
 * and k must be at least 1.
 */
export type Multiply = (
  a: number,
  b: number,
  out: number,
  m: number,
  k: number,
  n: number,
  transposeA?: boolean,
  transposeB?: boolean,
  accumulate?: boolean,
) => void;

interface Kernel {
  multiply(...parameters: [...Required<Parameters<Multiply>>, scratch: number]): void;
  scratchBytes(): number;
}

/**
 * Number of bytes of scratch memory that the product needs, at an offset that is a multiple of 16.
 */
export const GEMM_SCRATCH = 327_808;

/** Number of products that are summed in one block; the blocks are added in the order of k. */
const BLOCK = 256;

/**
 * Makes a function that multiplies matrices in a memory. It uses SIMD if the engine has it, and
 * otherwise plain JavaScript with the same results.
 *
 * @param scratch - offset of the `GEMM_SCRATCH` bytes of scratch memory.
 * @param fused - whether to round once for each multiply-add if the machine can, which is faster
 *   but gives other numbers on other machines.
 */
export function gemm(memory: WasmMemory, scratch = 0, fused = false): Multiply {
  const kernel = (fused && start(fusedRounding, memory)) || start(plainRounding, memory);
  if (!kernel) return plainMultiply(memory);
  return (a, b, out, m, k, n, transposeA = false, transposeB = false, accumulate = false) =>
    kernel.multiply(a, b, out, m, k, n, transposeA, transposeB, accumulate, scratch);
}

/** Whether the engine has the instructions that round a multiply-add only once. */
export function hasFusedGemm(): boolean {
  return instantiate(fusedRounding, 1) !== undefined;
}

function start(wasm: string, memory: WasmMemory): Kernel | undefined {
  try {
    return instantiate<Kernel>(wasm, memory)?.exports;
  } catch {
    // The module cannot import this memory, because it is shared or is not WebAssembly memory.
    return undefined;
  }
}

/** Makes the same function without WebAssembly. It rounds in the same places. */
export function plainMultiply(memory: Pick<WasmMemory, 'buffer'>): Multiply {
  return (a, b, out, m, k, n, transposeA = false, transposeB = false, accumulate = false) => {
    const x = new Float32Array(memory.buffer, a, m * k);
    const y = new Float32Array(memory.buffer, b, k * n);
    const z = new Float32Array(memory.buffer, out, m * n);
    const [rowA, stepA] = transposeA ? [1, m] : [k, 1];
    const [columnB, stepB] = transposeB ? [k, 1] : [1, n];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        for (let start = 0; start < k; start += BLOCK) {
          const sum = dot(x, i * rowA, stepA, y, j * columnB, stepB, start, Math.min(k, start + BLOCK));
          z[i * n + j] = accumulate || start > 0 ? z[i * n + j] + sum : sum;
        }
      }
    }
  };
}

function dot(
  x: Float32Array,
  atX: number,
  stepX: number,
  y: Float32Array,
  atY: number,
  stepY: number,
  start: number,
  end: number,
): number {
  let sum = 0;
  for (let p = start; p < end; p++) {
    sum = Math.fround(sum + Math.fround(x[atX + p * stepX] * y[atY + p * stepY]));
  }
  return sum;
}
