import { expect } from 'chai';
import { type Key, philox } from '../../../lib/src/random/philox.js';
import { Random } from '../../../lib/src/random/random.js';
import type { Floats } from '../../../lib/src/random/representable.js';
import { SIMD_GENERATOR } from '../../../lib/src/random/simd.js';
import { Stream } from '../../../lib/src/random/stream.js';

const keys: Key[] = [
  [0, 0],
  [1, 0],
  [-1, -1],
  [0x12345678, 0x9abcdef | 0],
];
const sizes = [0, 1, 2, 3, 5, 15, 16, 17, 31, 33, 1023, 1025, 2047, 2049, 4095, 4096, 4097, 12345];

/** Gives the bits of the numbers, so that 0 and −0 differ. */
function bits(numbers: Floats): Int32Array {
  return new Int32Array(numbers.buffer, numbers.byteOffset, numbers.byteLength / 4);
}

describe('the SIMD generator', () => {
  it('exists in Node.js', () => {
    expect(SIMD_GENERATOR).to.not.equal(undefined);
  });

  const draws: Record<string, (random: Random, out: Floats) => Floats> = {
    'uniforms on [0, 1)': (random, out) => random.uniform(out),
    'uniforms between bounds': (random, out) => random.uniform(out, -0.3, 1e-3),
    'uniforms on a very wide interval': (random, out) => random.uniform(out, -3e38, 3e38),
    normals: (random, out) => random.normal(out),
    'shifted and scaled normals': (random, out) => random.normal(out, -1.7, 0.02),
    'normals of standard deviation 0': (random, out) => random.normal(out, 2, 0),
    'truncated normals': (random, out) => random.truncatedNormal(out),
    'shifted and scaled truncated normals': (random, out) => random.truncatedNormal(out, 3, 0.1, -2.5, 1.5),
    'truncated normals that reach farther down': (random, out) => random.truncatedNormal(out, 3, 0.1, -Infinity, 1.5),
    'normals of a narrow interval': (random, out) => random.truncatedNormal(out, 0, 1, -0.1, 0.2),
    'normals of a tail': (random, out) => random.truncatedNormal(out, 0, 1, 3, Infinity),
  };
  for (const [name, draw] of Object.entries(draws)) {
    for (const Floats of [Float32Array, Float64Array]) {
      it(`gives the same ${name} in a ${Floats.name} as the plain generator, bit by bit`, () => {
        for (const key of keys) {
          const [simd, plain] = [SIMD_GENERATOR, undefined].map((which) => new Random(new Stream(key, which)));
          for (const size of sizes) {
            expect(bits(draw(simd, new Floats(size))), `${size}`).to.deep.equal(bits(draw(plain, new Floats(size))));
          }
          const [a, b] = [simd, plain].map((random) => draw(random.split(7).split(2 ** 40), new Floats(100)));
          expect(bits(a), 'split').to.deep.equal(bits(b));
        }
      });
    }
  }

  it('gives the same words where the counter carries, for any number of blocks', () => {
    const simd = SIMD_GENERATOR ?? expect.fail();
    for (const low of [0, 1, -1, -5, -13, 0x7fffffff]) {
      for (const blocks of [1, 8, 9, 40]) {
        const groups = simd.philox(blocks, [low, 3, 0, 0], [11, -12]);
        expect(groups).to.be.at.least(blocks / 4);
        simd.uniform64(groups, 0, 2 ** -52, -1, 1);
        expect([...simd.float64.subarray(0, 2 * blocks)]).to.deep.equal(plainUniforms(low, blocks));
      }
    }
  });
});

function plainUniforms(low: number, blocks: number): number[] {
  const words = new Int32Array(4 * blocks + 4);
  philox(words, blocks, [low, 3, 0, 0], [11, -12]);
  return Array.from(
    { length: 2 * blocks },
    (_, i) => (words[2 * i] * 2 ** 20 + (words[2 * i + 1] >>> 12) + 0.5) * 2 ** -52,
  );
}
