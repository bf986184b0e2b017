import { wasm as sigmoidsWasm } from '../../../foundation/wasm/generated/sigmoids.js';
import { wasm as signalWasm } from '../../../foundation/wasm/generated/signal.js';
import { instantiate, type WasmMemory } from '../../../foundation/wasm/instantiate.js';
import { momentsOf, type SampleMoments, type SampleSignal, signalOf, signalSums } from '../../signalSums.js';
import { bellGradient, sigmoid, tanh } from './sigmoids.js';

/** Operations on whole tensors. With or without SIMD they give the same numbers. */
export interface Routines {
  moments(x: Tensor): SampleMoments;
  signal(x: Tensor, batch: number): SampleSignal;
  /** The activations that have a loop of their own. */
  readonly activations: Readonly<Record<FastActivation, Elementwise>>;
}

export type FastActivation = 'relu' | 'tanh' | 'sigmoid';

/** An activation on whole tensors. */
export interface Elementwise {
  /** Computes a = f(z). */
  apply(z: Tensor, a: Tensor): void;
  /** Computes gradient · f′(z) in place. */
  multiplyDerivative(z: Tensor, gradient: Tensor): void;
}

/** A part of the memory that holds numbers, with room for a multiple of four. */
interface Tensor {
  /** Offset in bytes. */
  readonly offset: number;
  readonly length: number;
  readonly data: Float32Array;
}

type Loop = (z: number, to: number, count: number) => void;

interface SignalExports {
  signal(x: number, rows: number, size: number, units: number, out: number): void;
  relu: Loop;
  reluGradient: Loop;
}

type SigmoidExports = Record<'tanh' | 'tanhGradient' | 'sigmoid' | 'sigmoidGradient', Loop>;

/** Number of doubles that the sums of a signal take. */
export const SUMS = 5;

/**
 * @param scratch - the offset of SUMS doubles, followed by as many doubles as a sample has numbers.
 */
export function chooseRoutines(memory: WasmMemory, scratch: number): Routines {
  const signal = start<SignalExports>(signalWasm, memory);
  const sigmoids = start<SigmoidExports>(sigmoidsWasm, memory);
  return signal && sigmoids ? simdRoutines(signal, sigmoids, memory, scratch) : plainRoutines;
}

function start<E extends object>(wasm: string, memory: WasmMemory): E | undefined {
  try {
    return instantiate<E>(wasm, memory)?.exports;
  } catch {
    // The memory is plain.
    return undefined;
  }
}

function simdRoutines(
  simd: SignalExports,
  sigmoids: SigmoidExports,
  { buffer }: WasmMemory,
  scratch: number,
): Routines {
  const out = new Float64Array(buffer, scratch, SUMS);
  const sums = (x: Tensor, rows: number, units: number) => {
    simd.signal(x.offset, rows, x.length / rows, units, scratch);
    const [sum, squares, centred, together, pointing] = out;
    return { sum, squares, centred, together, pointing };
  };
  const loops = (apply: Loop, gradient: Loop): Elementwise => ({
    apply: (z, a) => apply(z.offset, a.offset, z.length),
    multiplyDerivative: (z, to) => gradient(z.offset, to.offset, z.length),
  });
  return {
    moments: (x) => momentsOf(sums(x, 1, 0), x.data[0], x.length),
    signal: (x, batch) => signalOf(sums(x, batch, scratch + 8 * SUMS), x.data[0], x.length, batch),
    activations: {
      relu: loops(simd.relu, simd.reluGradient),
      tanh: loops(sigmoids.tanh, sigmoids.tanhGradient),
      sigmoid: loops(sigmoids.sigmoid, sigmoids.sigmoidGradient),
    },
  };
}

export const plainRoutines: Routines = {
  moments: ({ data }) => momentsOf(signalSums(data, 1), data[0], data.length),
  signal: ({ data }, batch) => signalOf(signalSums(data, batch, true), data[0], data.length, batch),
  activations: {
    relu: {
      apply({ data: z }, { data: a }) {
        for (let i = 0; i < z.length; i++) a[i] = Math.max(z[i], 0);
      },
      multiplyDerivative({ data: z }, { data: gradient }) {
        for (let i = 0; i < z.length; i++) gradient[i] *= z[i] > 0 ? 1 : z[i] <= 0 ? 0 : Number.NaN;
      },
    },
    tanh: {
      apply: (z, a) => tanh(z.data, a.data),
      multiplyDerivative: (z, gradient) => bellGradient(z.data, gradient.data, -2, 4),
    },
    sigmoid: {
      apply: (z, a) => sigmoid(z.data, a.data),
      multiplyDerivative: (z, gradient) => bellGradient(z.data, gradient.data, -1, 1),
    },
  },
};
