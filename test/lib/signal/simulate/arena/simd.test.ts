import { expect } from 'chai';
import { activation, random } from 'initlab';
import { Arena } from '../../../../../lib/src/signal/simulate/arena/arena.js';
import { chooseRoutines, plainRoutines } from '../../../../../lib/src/signal/simulate/arena/simd.js';

/** Signals of all kinds: small numbers next to large ones, equal numbers, zeros and NaN. */
const rows: [name: string, batch: number, values: Float32Array][] = [
  ['normal numbers', 4, random(1).normal(new Float32Array(4 * 37))],
  ['a mean that is large compared with the spread', 3, random(2).normal(new Float32Array(3 * 8), 1000, 0.01)],
  ['rows of zeros', 3, Float32Array.of(0, 0, 0, 1, 2, 3, 0, 0, 0)],
  ['one number', 1, Float32Array.of(-2)],
  ['numbers that overflow when squared in float32', 2, Float32Array.of(3e38, -1e30, 2e38, 1)],
  ['Infinity', 2, Float32Array.of(1, Infinity, -Infinity, 2)],
  ['NaN', 2, Float32Array.of(1, Number.NaN, 0, 2)],
];

describe('the tensor operations of simulate', () => {
  for (const [name, batch, values] of rows) {
    it(`give the same statistics of ${name} with SIMD and without`, () => {
      const arena = new Arena();
      const x = arena.allocate(values.length);
      arena.close(values.length / batch);
      x.data.set(values);
      expect(arena.routines.signal(x, batch)).to.deep.equal(plainRoutines.signal(x, batch));
      expect(arena.routines.moments(x)).to.deep.equal(plainRoutines.moments(x));
    });
  }

  for (const name of ['relu', 'tanh', 'sigmoid'] as const) {
    it(`give the same ${name} and derivative with SIMD and without, equal to the activation up to float32 rounding`, () => {
      const special = [0, Number.NaN, Infinity, -Infinity, 1e-40, 1e-3, -1e-3, 9.99e-4, -9.99e-4, 88, -88, 3e38, -3e38];
      const values = Float32Array.of(...special, ...random(1).normal(new Float32Array(2000), 0, 4));
      const slopes = random(2).normal(new Float32Array(values.length));
      const arena = new Arena();
      const [z, a, b, g, h] = [0, 1, 2, 3, 4].map(() => arena.allocate(values.length));
      arena.close();
      z.data.set(values);
      for (const gradient of [g, h]) gradient.data.set(slopes);
      const [simd, plain] = [arena.routines.activations[name], plainRoutines.activations[name]];
      simd.apply(z, a);
      plain.apply(z, b);
      expect(b.data).to.deep.equal(a.data);
      simd.multiplyDerivative(z, g);
      plain.multiplyDerivative(z, h);
      expect(h.data).to.deep.equal(g.data);
      const { f, df } = activation(name);
      values.forEach((x, i) => {
        expectRounded(a.data[i], f(x), `${name}(${x})`);
        expectRounded(g.data[i], slopes[i] * df(x), `${name}′(${x})`);
      });
    });
  }

  it('work on a memory that WebAssembly modules cannot import', () => {
    const imitation = { buffer: new ArrayBuffer(65536), grow: () => 0 };
    expect(chooseRoutines(imitation, 0)).to.equal(plainRoutines);
  });
});

/**
 * Expects equality after rounding to float32, up to another half unit in the last place, because
 * the double may lie near the middle of two.
 */
function expectRounded(value: number, expected: number, name: string): void {
  if (!Number.isFinite(expected)) expect(value, name).to.deep.equal(expected);
  else expect(Math.abs(value - expected), name).to.be.at.most(2 ** -24 * Math.abs(expected) * (1 + 1e-5) + 1e-45);
}
