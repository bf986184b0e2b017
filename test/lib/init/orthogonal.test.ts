import { expect } from 'chai';
import { deltaOrthogonal, type Initializer, orthogonal, random } from 'initlab';
import { orthonormal } from '../../../lib/src/init/orthonormal.js';
import { plainWorkspace, simdWorkspace, type Workspace } from '../../../lib/src/init/workspace.js';
import { random as streamOf } from '../../../lib/src/random/random.js';
import { ksPValue, mean, moment } from '../random/statistics.js';

/**
 * Gives the largest deviation of QᵀQ (or QQᵀ if Q is wide) from gain²·I, for the kernel as a matrix
 * [all but last, last].
 */
function deviation(w: ArrayLike<number>, rows: number, cols: number, gain = 1): number {
  const tall = rows >= cols;
  const [count, length] = tall ? [cols, rows] : [rows, cols];
  const at = (vector: number, i: number): number => w[tall ? i * cols + vector : vector * cols + i];
  let worst = 0;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      let dot = 0;
      for (let i = 0; i < length; i++) dot += at(a, i) * at(b, i);
      worst = Math.max(worst, Math.abs(dot - (a === b ? gain ** 2 : 0)));
    }
  }
  return worst;
}

describe('orthogonal', () => {
  const shapes: [shape: number[], tolerance: number][] = [
    [[1, 1], 1e-6],
    [[1, 7], 1e-6],
    [[7, 1], 1e-6],
    [[64, 64], 1e-6],
    [[64, 10], 1e-6],
    [[10, 64], 1e-6],
    [[2, 2, 16, 8], 1e-6],
    [[3, 3, 4, 60], 1e-6],
    [[2, 3, 2, 2, 5], 1e-6],
    [[256, 256], 5e-6],
    [[300, 100], 5e-6],
    [[3, 3, 32, 200], 5e-6],
  ];
  for (const [shape, tolerance] of shapes) {
    it(`has orthonormal columns, or rows if wide, to ${tolerance} for shape [${shape}]`, () => {
      const cols = shape[shape.length - 1];
      const w = orthogonal()(random(1), shape);
      expect(deviation(w, w.length / cols, cols)).to.be.below(tolerance);
    });
  }

  it('is scaled by the given gain, or the gain of an activation', () => {
    expect(deviation(orthogonal({ gain: 3 })(random(1), [20, 20]), 20, 20, 3)).to.be.below(9e-6);
    expect(deviation(orthogonal({ activation: 'relu' })(random(1), [20, 20]), 20, 20, Math.SQRT2)).to.be.below(2e-6);
    expect(orthogonal({ gain: 0 })(random(1), [3, 3]).every((w) => w === 0)).to.equal(true);
  });

  it('is orthonormal to 1e-14 before it is rounded', () => {
    expect(deviation(orthonormal(streamOf(2), 100, 60), 100, 60)).to.be.below(1e-14);
    expect(deviation(orthonormal(streamOf(2), 60, 100), 60, 100)).to.be.below(1e-14);
  });

  it('is the same to the last bit with SIMD and with plain loops, whatever was drawn before', () => {
    expect(simdWorkspace(1)).to.not.equal(undefined);
    const simd = (length: number): Workspace => simdWorkspace(length) ?? expect.fail();
    for (const [rows, cols] of [
      [1, 1],
      [5, 3],
      [32, 32],
      [33, 70],
      [150, 131],
    ]) {
      const plain = orthonormal(streamOf(3), rows, cols, 1, plainWorkspace);
      expect(orthonormal(streamOf(3), rows, cols, 1, simd)).to.deep.equal(plain);
      expect(orthonormal(streamOf(3), rows, cols)).to.deep.equal(plain);
    }
  });

  it('follows the Haar distribution: traces of mean 0, second moment 1, fourth 3 (Diaconis & Shahshahani 1994; 4 standard errors)', () => {
    const traces = Array.from({ length: 4000 }, (_, k) => {
      const q = orthonormal(streamOf(k), 5, 5);
      return q[0] + q[6] + q[12] + q[18] + q[24];
    });
    const error = 1 / Math.sqrt(traces.length);
    expect(mean(traces), 'Q without the signs of R is biased').to.be.closeTo(0, 4 * error);
    expect(moment(traces, 2)).to.be.closeTo(1, 4 * error * Math.SQRT2);
    expect(moment(traces, 4)).to.be.closeTo(3, 4 * error * Math.sqrt(96));
  });

  it('has entries uniform on [−1, 1] in three dimensions (Archimedes; KS p > 1e-4 for each of nine)', () => {
    const matrices = Array.from({ length: 2000 }, (_, k) => orthonormal(streamOf(k), 3, 3));
    for (let i = 0; i < 9; i++) {
      const entries = Float64Array.from(matrices, (q) => q[i]);
      expect(
        ksPValue(entries, (x) => (x + 1) / 2),
        `entry ${i}`,
      ).to.be.above(1e-4);
    }
  });

  it('refuses a shape with fewer than two axes or a size of 0, and unknown options', () => {
    expect(() => orthogonal()(random(1), [5])).to.throw(RangeError, 'shape [5] has 1 axes; orthogonal needs 2 or more');
    expect(() => orthogonal()(random(1), [])).to.throw(RangeError, 'has 0 axes');
    expect(() => orthogonal()(random(1), [0, 5])).to.throw(RangeError, 'size of axis 0 of shape [0, 5] is 0');
    expect(() => orthogonal({ gain: Number.NaN })).to.throw(RangeError, 'gain is NaN');
    expect(() => orthogonal({ mode: 'fanIn' } as object)).to.throw(TypeError, 'orthogonal: unknown option "mode"');
  });
});

/**
 * Convolves an image [size, in], row-major, circularly with a kernel [taps, in, out] centred as for
 * 'same' padding.
 */
function convolve(x: Float64Array, w: Float32Array, size: number, [taps, inputs, outputs]: number[]): Float64Array {
  const out = new Float64Array(size * outputs);
  const before = Math.floor((taps - 1) / 2);
  for (let p = 0; p < size; p++) {
    for (let t = 0; t < taps; t++) {
      const from = (p + t - before + size) % size;
      for (let i = 0; i < inputs; i++) {
        for (let o = 0; o < outputs; o++)
          out[p * outputs + o] += x[from * inputs + i] * w[(t * inputs + i) * outputs + o];
      }
    }
  }
  return out;
}

describe('deltaOrthogonal', () => {
  for (const shape of [
    [3, 4, 4],
    [4, 3, 8],
    [1, 1, 1],
  ]) {
    it(`preserves norms, up to its gain, under circular convolution for shape [${shape}]`, () => {
      const x = random(9).normal(new Float64Array(10 * shape[1]));
      const y = convolve(x, deltaOrthogonal({ gain: 2 })(random(3), shape), 10, shape);
      expect(Math.hypot(...y) / Math.hypot(...x)).to.be.closeTo(2, 1e-6);
    });
  }

  it('fills only the centre of kernels over two and three axes', () => {
    const w = deltaOrthogonal()(random(3), [3, 5, 2, 2]);
    expect([...w.entries()].filter(([, x]) => x !== 0).map(([i]) => Math.floor(i / 4))).to.deep.equal([7, 7, 7, 7]);
    expect(deltaOrthogonal()(random(3), [3, 3, 3, 2, 6]).filter((x) => x !== 0)).to.have.length(12);
  });

  it('refuses dense kernels and more inputs than outputs', () => {
    const init: Initializer = deltaOrthogonal();
    expect(() => init(random(1), [4, 4])).to.throw(RangeError, 'shape [4, 4] has 2 axes; deltaOrthogonal needs 3 to 5');
    expect(() => init(random(1), [3, 3, 5, 4])).to.throw(RangeError, 'has 5 inputs and 4 outputs');
    expect(() => init(random(1), [3, 0, 4])).to.throw(RangeError, 'is 0');
    expect(() => deltaOrthogonal({ groups: 2 } as object)).to.throw(
      TypeError,
      'deltaOrthogonal: unknown option "groups"',
    );
  });
});
