import { wasm } from '../../wasm/generated/signal.js';
import { instantiate, type WasmMemory } from '../../wasm/instantiate.js';
import {
  momentsOf,
  type SampleMoments,
  type SampleSignal,
  type SignalSums,
  signalOf,
  signalSums,
} from '../signalSums.js';

/** What is done to whole tensors, with SIMD where there is one, of the same numbers in any case. */
export interface Kernels {
  moments(x: Tensor): SampleMoments;
  signal(x: Tensor, batch: number): SampleSignal;
  /** a = max(z, 0); NaN stays. */
  relu(z: Tensor, a: Tensor): void;
  /** gradient · f′(z), in place. */
  reluGradient(z: Tensor, gradient: Tensor): void;
}

/** A part of the memory, with room for a multiple of four numbers. */
interface Tensor {
  readonly offset: number;
  readonly length: number;
  readonly data: Float32Array;
}

interface Exports {
  signal(x: number, rows: number, size: number, units: number, out: number): void;
  relu(z: number, a: number, count: number): void;
  reluGradient(z: number, gradient: number, count: number): void;
}

/** Doubles that the sums of a signal take. */
export const SUMS = 5;

/** @param scratch - offset of SUMS doubles and as many more as a sample has numbers. */
export function kernels(memory: WasmMemory, scratch: number): Kernels {
  const simd = start(memory);
  return simd ? wasmKernels(simd, memory, scratch) : plainKernels;
}

function start(memory: WasmMemory): Exports | undefined {
  try {
    return instantiate<Exports>(wasm, memory)?.exports;
  } catch {
    // The memory is a plain one.
    return undefined;
  }
}

function wasmKernels(simd: Exports, { buffer }: WasmMemory, scratch: number): Kernels {
  const out = new Float64Array(buffer, scratch, SUMS);
  const units = scratch + 8 * SUMS;
  const sums = (): SignalSums => ({
    sum: out[0],
    squares: out[1],
    centred: out[2],
    together: out[3],
    pointing: out[4],
  });
  return {
    moments({ offset, length, data }) {
      simd.signal(offset, 1, length, 0, scratch);
      return momentsOf(sums(), data[0], length);
    },
    signal({ offset, length, data }, batch) {
      simd.signal(offset, batch, length / batch, units, scratch);
      return signalOf(sums(), data[0], length, batch);
    },
    relu: (z, a) => simd.relu(z.offset, a.offset, z.length),
    reluGradient: (z, gradient) => simd.reluGradient(z.offset, gradient.offset, z.length),
  };
}

export const plainKernels: Kernels = {
  moments: ({ data }) => momentsOf(signalSums(data, 1), data[0], data.length),
  signal: ({ data }, batch) => signalOf(signalSums(data, batch, true), data[0], data.length, batch),
  relu({ data: z }, { data: a }) {
    for (let i = 0; i < z.length; i++) a[i] = Math.max(z[i], 0);
  },
  reluGradient({ data: z }, { data: gradient }) {
    for (let i = 0; i < z.length; i++) gradient[i] *= z[i] > 0 ? 1 : z[i] <= 0 ? 0 : Number.NaN;
  },
};
