import { wasm as plainRounding } from './generated/gemm.js';
import { wasm as fusedRounding } from './generated/gemmFused.js';
import { instantiate, type WasmMemory } from './instantiate.js';

/**
 * Writes the product of two row-major float32 matrices, a [m, k] · b [k, n], to `out` [m, n]; `a` lies as [k, m] if `transposeA`, `b`
 * as [n, k] if `transposeB`. Adds to what is in `out` if `accumulate`. a, b and out are byte offsets, multiples of 4; `out` overlaps neither
 * factor; k is at least 1.
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

/** Bytes that the product needs for itself, at an offset that is a multiple of 16. */
export const GEMM_SCRATCH = 327_808;

/** Products are summed in order of k, this many at a time. */
const BLOCK = 256;

/**
 * The matrix product on a memory: with SIMD where there is one, else in plain JavaScript, of which the numbers are the same.
 *
 * @param scratch - where the product has its `GEMM_SCRATCH` bytes.
 * @param fused - round once for each product and sum where the machine can: faster, and the numbers are not the same everywhere.
 */
export function gemm(memory: WasmMemory, scratch = 0, fused = false): Multiply {
  const kernel = (fused && start(fusedRounding, memory)) || start(plainRounding, memory);
  if (!kernel) return plainMultiply(memory);
  return (a, b, out, m, k, n, transposeA = false, transposeB = false, accumulate = false) =>
    kernel.multiply(a, b, out, m, k, n, transposeA, transposeB, accumulate, scratch);
}

/** Whether the engine has the instructions that round once. */
export function hasFusedGemm(): boolean {
  return instantiate(fusedRounding, 1) !== undefined;
}

function start(wasm: string, memory: WasmMemory): Kernel | undefined {
  try {
    return instantiate<Kernel>(wasm, memory)?.exports;
  } catch {
    // The memory is not one that the engine lets this module import: a shared one, or none of WebAssembly at all.
    return undefined;
  }
}

/** The same product without WebAssembly, rounded at the same places. */
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
