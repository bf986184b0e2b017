import { expect } from 'chai';
import { heNormal, type Initializer, identity, orthogonal, random } from 'initlab';
import { isHaarMatrix } from '../../../../../lib/src/theory/predict/forward/haarMatrix.js';

const draw = (init: Initializer, rows: number, cols: number, seed = 1): Float32Array =>
  Float32Array.from(init(random(seed), [rows, cols]));

describe('isHaarMatrix', () => {
  it('accepts orthogonal matrices of any shape and gain, in single precision', () => {
    for (const [rows, cols] of [
      [2, 2],
      [4, 4],
      [16, 16],
      [128, 128],
      [200, 30],
      [30, 200],
    ]) {
      for (const gain of [1, 1e-3, 50])
        for (const seed of [1, 2, 3])
          expect(isHaarMatrix(draw(orthogonal({ gain }), rows, cols, seed), rows, cols), `${rows}, ${cols}`).to.equal(
            true,
          );
    }
  });

  it('refuses independent weights, and an orthogonal matrix with one element changed by a tenth', () => {
    expect(isHaarMatrix(draw(heNormal(), 64, 64), 64, 64)).to.equal(false);
    const changed = draw(orthogonal(), 64, 64);
    changed[70] += 0.1 / 8;
    expect(isHaarMatrix(changed, 64, 64)).to.equal(false);
  });

  it('refuses isometries that do not mix units like a random rotation, and zeros', () => {
    expect(isHaarMatrix(draw(identity(), 32, 32), 32, 32)).to.equal(false);
    // Sylvester's Hadamard matrix of 16.
    const bits = (x: number): number => (x === 0 ? 0 : (x & 1) + bits(x >> 1));
    const hadamard = Float32Array.from({ length: 256 }, (_, i) => (bits((i >> 4) & (i & 15)) % 2 === 0 ? 0.25 : -0.25));
    expect(isHaarMatrix(hadamard, 16, 16)).to.equal(false);
    expect(isHaarMatrix(new Float32Array(64), 8, 8)).to.equal(false);
  });
});
