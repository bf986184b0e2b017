import { expect } from 'chai';
import { random } from 'initlab';
import { GEMM_SCRATCH, gemm, type Multiply, plainMultiply } from '../../../../lib/src/foundation/wasm/gemm.js';
import { wasm } from '../../../../lib/src/foundation/wasm/generated/gemm.js';
import { instantiate, type WasmMemory } from '../../../../lib/src/foundation/wasm/instantiate.js';

const SHAPES = [
  [1, 1, 1],
  [3, 5, 7],
  [4, 8, 8],
  [1, 300, 10],
  [65, 257, 259],
  [70, 513, 13],
];
const FLAGS = [false, true];
const CASES = SHAPES.flatMap((shape) => FLAGS.flatMap((ta) => FLAGS.map((tb) => ({ shape, ta, tb }))));

const { exports: kernel, memory } = instantiate<{ scratchBytes(): number }>(wasm, 40) ?? expect.fail('no SIMD');

describe('gemm', () => {
  it('needs as much scratch memory as GEMM_SCRATCH says', () => expect(kernel.scratchBytes()).to.equal(GEMM_SCRATCH));

  it('agrees with products summed in double precision, for all transpositions and for sizes with and without remainders', () => {
    for (const fused of FLAGS) {
      const multiply = gemm(memory, 0, fused);
      for (const { shape, ta, tb } of CASES) {
        const { x, y, out } = run(multiply, shape, ta, tb, false);
        const error = relativeError(out, exact(x, y, shape, ta, tb), shape[1]);
        // A running sum of p products is about √p, so k roundings add up to about k · 2^-24.
        expect(error, `${shape} ${ta} ${tb} ${fused}`).to.be.below(4 * 2 ** -24);
      }
    }
  });

  it('writes nothing outside the result and the scratch', () => {
    const { out, before, after } = run(gemm(memory), [5, 3, 9], false, true, false);
    expect([before, after]).to.deep.equal([77, 77]);
    expect(out).to.have.length(45);
  });

  it('adds to the output if accumulate is set', () => {
    const once = run(gemm(memory), [6, 10, 11], true, false, false).out;
    const twice = run(gemm(memory), [6, 10, 11], true, false, true).out;
    once.forEach((value, i) => {
      expect(twice[i]).to.equal(Math.fround(77 + value));
    });
  });

  it('gives exactly the same numbers without SIMD', () => {
    for (const { shape, ta, tb } of CASES) {
      for (const add of FLAGS) {
        const plain = run(plainMultiply(memory), shape, ta, tb, add).out;
        expect(plain, `${shape} ${ta} ${tb}`).to.deep.equal(run(gemm(memory), shape, ta, tb, add).out);
      }
    }
  });

  it('works on a memory that WebAssembly modules cannot import', () => {
    const imitation = { buffer: new ArrayBuffer(40 * 65536), grow: () => 0 };
    const { out } = run(gemm(imitation), [3, 5, 7], false, false, false, imitation);
    expect(out).to.deep.equal(run(gemm(memory), [3, 5, 7], false, false, false).out);
  });

  it('does not let an infinity in one row reach another', () => {
    const data = new Float32Array(memory.buffer, GEMM_SCRATCH, 12);
    data.set([Infinity, 1, 2, 3, 1, 1, 1, 1]);
    gemm(memory)(GEMM_SCRATCH, GEMM_SCRATCH + 16, GEMM_SCRATCH + 32, 2, 2, 2);
    expect([...data.subarray(8)]).to.deep.equal([Infinity, Infinity, 5, 5]);
  });
});

/** Multiplies random matrices after the scratch. The results and their neighbours are 77 before. */
function run(multiply: Multiply, [m, k, n]: number[], ta: boolean, tb: boolean, add: boolean, on: WasmMemory = memory) {
  const stream = random(m * 1000 + k * 10 + n);
  const a = GEMM_SCRATCH + 4;
  const [b, out] = [a + 4 * m * k, a + 4 * (m * k + k * n + 1)];
  const x = stream.normal(new Float32Array(on.buffer, a, m * k));
  const y = stream.normal(new Float32Array(on.buffer, b, k * n));
  const around = new Float32Array(on.buffer, out - 4, m * n + 2).fill(77);
  multiply(a, b, out, m, k, n, ta, tb, add);
  return { x, y, out: around.slice(1, -1), before: around[0], after: around[m * n + 1] };
}

function exact(x: Float32Array, y: Float32Array, [m, k, n]: number[], ta: boolean, tb: boolean): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let p = 0; p < k; p++) sum += x[ta ? p * m + i : i * k + p] * y[tb ? j * k + p : p * n + j];
    return sum;
  });
}

/** Computes the largest error, divided by k, or by 4 if k is less. */
function relativeError(out: Float32Array, expected: Float64Array, k: number): number {
  return Math.max(...out.map((value, i) => Math.abs(value - expected[i]))) / Math.max(4, k);
}
