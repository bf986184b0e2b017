import { expect } from 'chai';
import { random } from 'initlab';
import { Arena } from '../../../../lib/src/signal/simulate/arena.js';
import { kernels, plainKernels } from '../../../../lib/src/signal/simulate/kernels.js';

/** Numbers of all kinds: small beside large, equal, zeros, and none. */
const rows: [name: string, batch: number, values: Float32Array][] = [
  ['normal numbers', 4, random(1).normal(new Float32Array(4 * 37))],
  ['a mean that is large beside the spread', 3, random(2).normal(new Float32Array(3 * 8), 1000, 0.01)],
  ['rows of zeros', 3, Float32Array.of(0, 0, 0, 1, 2, 3, 0, 0, 0)],
  ['one number', 1, Float32Array.of(-2)],
  ['numbers that overflow when squared in float32', 2, Float32Array.of(3e38, -1e30, 2e38, 1)],
  ['Infinity', 2, Float32Array.of(1, Infinity, -Infinity, 2)],
  ['NaN', 2, Float32Array.of(1, Number.NaN, 0, 2)],
];

describe('the kernels of simulate', () => {
  for (const [name, batch, values] of rows) {
    it(`give the very same statistics of ${name} with SIMD and without`, () => {
      const arena = new Arena();
      const x = arena.allocate(values.length);
      arena.close(values.length / batch);
      x.data.set(values);
      expect(arena.kernels.signal(x, batch)).to.deep.equal(plainKernels.signal(x, batch));
      expect(arena.kernels.moments(x)).to.deep.equal(plainKernels.moments(x));
    });
  }

  it('apply relu and its derivative alike, NaN, infinities and zeros too', () => {
    const values = Float32Array.of(-1, 2, 0, Number.NaN, Infinity, -Infinity, 1e-40);
    const arena = new Arena();
    const [z, a, b, g, h] = [0, 1, 2, 3, 4].map(() => arena.allocate(values.length));
    arena.close();
    z.data.set(values);
    arena.kernels.relu(z, a);
    plainKernels.relu(z, b);
    expect([...a.data]).to.deep.equal([0, 2, 0, Number.NaN, Infinity, 0, Math.fround(1e-40)]);
    expect(b.data).to.deep.equal(a.data);
    for (const gradient of [g, h]) gradient.data.set([3, 4, 5, 6, 7, Infinity, -8]);
    arena.kernels.reluGradient(z, g);
    plainKernels.reluGradient(z, h);
    expect([...g.data]).to.deep.equal([0, 4, 0, Number.NaN, 7, Number.NaN, -8]);
    expect(h.data).to.deep.equal(g.data);
  });

  it('work on a memory that no module can import', () => {
    const imitation = { buffer: new ArrayBuffer(65536), grow: () => 0 };
    expect(kernels(imitation, 0)).to.equal(plainKernels);
  });
});
