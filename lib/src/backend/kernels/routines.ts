import { wasm as layers } from '../../foundation/wasm/generated/layers.js';
import { wasm as normalization } from '../../foundation/wasm/generated/normalization.js';
import { wasm as optimizers } from '../../foundation/wasm/generated/optimizers.js';
import { wasm as pooling } from '../../foundation/wasm/generated/pooling.js';
import { wasm as recurrent } from '../../foundation/wasm/generated/recurrent.js';
import { wasm as saturating } from '../../foundation/wasm/generated/saturating.js';
import { wasm as sequences } from '../../foundation/wasm/generated/sequences.js';
import { instantiate, type WasmMemory } from '../../foundation/wasm/instantiate.js';

/**
 * SIMD routines on the memory of the wasm backend: the exports of `layers.ts`, `normalization.ts`,
 * `optimizers.ts`, `pooling.ts`, `recurrent.ts`, `saturating.ts` and `sequences.ts` in
 * `lib/assembly`, where their parameters are explained. Addresses are in bytes.
 */
export interface Routines {
  addBias(z: number, rows: number, width: number, bias: number, relu: number): void;
  relu(x: number, y: number, count: number): void;
  add(a: number, b: number, y: number, count: number): void;
  reluGradient(a: number, gradient: number, count: number): void;
  tanhGradient(a: number, gradient: number, count: number): void;
  sigmoidGradient(a: number, gradient: number, count: number): void;
  columnSums(x: number, rows: number, width: number, out: number): void;
  columnSums64(x: number, rows: number, width: number, out: number): void;
  meanRows(x: number, matrices: number, rows: number, width: number, out: number): void;
  meanRowsGradient(dy: number, matrices: number, rows: number, width: number, dx: number): void;
  columnMoments(x: number, rows: number, width: number, mean: number, variance: number, ...scratch: number[]): void;
  normalizeColumns(x: number, y: number, rows: number, width: number, ...parameters: number[]): void;
  batchNormGradient(x: number, dy: number, dx: number, rows: number, width: number, ...parameters: number[]): void;
  layerNorm(x: number, y: number, rows: number, width: number, ...parameters: number[]): void;
  layerNormGradient(x: number, dy: number, dx: number, rows: number, width: number, ...parameters: number[]): void;
  sumOfSquares(x: number, count: number): number;
  maxPool(x: number, out: number, ...windows: number[]): void;
  maxPoolGradient(x: number, result: number, dy: number, dx: number, ...windows: number[]): void;
  tanh(x: number, y: number, count: number): void;
  sigmoid(x: number, y: number, count: number): void;
  swapAxes(x: number, y: number, first: number, second: number, width: number): void;
  copyColumns(from: number, to: number, rows: number, ...widths: number[]): void;
  simpleCell(z: number, inner: number, h: number, count: number, f: number): void;
  simpleCellGradient(z: number, dh: number, count: number, f: number): void;
  lstmCell(z: number, inner: number, bias: number, c0: number, c: number, ...parameters: number[]): void;
  lstmCellGradient(z: number, c0: number, a: number, dh: number, dc: number, ...parameters: number[]): void;
  gruGates(z: number, inner: number, h0: number, reset: number, ...parameters: number[]): void;
  gruCell(z: number, inner: number, h0: number, h: number, ...parameters: number[]): void;
  gruCellGradient(z: number, h0: number, dh: number, dUpdate: number, ...parameters: number[]): void;
  gruGatesGradient(z: number, h0: number, dReset: number, dUpdate: number, ...parameters: number[]): void;
  countColumns(y: number, rows: number, width: number): void;
  gatherRows(codes: number, table: number, y: number, count: number, rows: number, width: number): void;
  scatterRows(codes: number, dy: number, out: number, count: number, rows: number, width: number): void;
  splitHeads(x: number, y: number, ...sizes: number[]): void;
  joinHeads(x: number, y: number, ...sizes: number[]): void;
  hideLater(scores: number, matrices: number, length: number, divisor: number): void;
  softmaxGradient(y: number, dy: number, rows: number, width: number, divisor: number): void;
  divide(x: number, y: number, count: number, divisor: number): void;
  multiplyEach(a: number, b: number, y: number, count: number): void;
  gelu(x: number, erf: number, y: number, count: number): void;
  geluExponent(x: number, y: number, count: number, rootTwo: number): void;
  geluGradient(x: number, erf: number, exp: number, dy: number, dx: number, ...parameters: number[]): void;
  sgd(w: number, g: number, out: number, count: number, c: number): void;
  momentum(w: number, g: number, out: number, a: number, count: number, c: number, m: number, nesterov: number): void;
  adam(w: number, g: number, out: number, m: number, v: number, count: number, c: number, ...constants: number[]): void;
}

/** Starts the routines. Returns undefined where the modules cannot work on this memory. */
export function routinesOn(memory: WasmMemory): Routines | undefined {
  const all: object = {};
  try {
    for (const module of [layers, normalization, optimizers, pooling, recurrent, saturating, sequences]) {
      const instance = instantiate<object>(module, memory);
      if (instance === undefined) return undefined;
      Object.assign(all, instance.exports);
    }
  } catch {
    // The memory is shared, or is not WebAssembly memory.
    return undefined;
  }
  return all as Routines;
}
