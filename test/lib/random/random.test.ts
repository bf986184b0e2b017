import { expect } from 'chai';
import { random } from 'initlab';
import { correlation } from './statistics.js';

const draw = (seed: number | bigint): Float32Array => random(seed).uniform(new Float32Array(8));

describe('random', () => {
  it('gives the same numbers for the same seed, including 0, and other numbers for another seed', () => {
    expect(draw(0)).to.deep.equal(draw(0));
    expect(draw(0)).not.to.deep.equal(draw(1));
    expect(draw(2 ** 32)).not.to.deep.equal(draw(0));
    expect(draw(Number.MAX_SAFE_INTEGER)).to.deep.equal(draw(BigInt(Number.MAX_SAFE_INTEGER)));
    expect(draw(2n ** 64n - 1n)).not.to.deep.equal(draw(2n ** 63n - 1n));
  });

  it('draws the words of Philox with the seed as its key', () => {
    const [a, b, c, d] = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8].map((word) => (word + 0.5) / 2 ** 32);
    const out = random(0).uniform(new Float32Array(4), -1, 1);
    const signed = [a, b, c, d].map((u) => (u < 0.5 ? u * 2 : u * 2 - 2));
    for (let i = 0; i < 4; i++) expect(out[i]).to.be.closeTo(signed[i], 2e-7);
  });

  it('refuses a seed that is negative, fractional, too large or not a number, and says which seeds are allowed', () => {
    for (const seed of [-1, 1.5, Number.NaN, Infinity, 2 ** 53, -1n, 2n ** 64n]) {
      expect(() => random(seed), String(seed)).to.throw(
        RangeError,
        /seed is .*; it must be an integer from 0 to 9007199254740991/,
      );
    }
    for (const seed of ['1', undefined, null, {}]) {
      expect(() => random(seed as unknown as number), String(seed)).to.throw(TypeError, /seed is .*number or a bigint/);
    }
  });

  it('continues after the last call, at the next block of the generator', () => {
    const stream = random(3);
    const two = [stream.normal(new Float32Array(8)), stream.normal(new Float32Array(8))];
    const one = random(3).normal(new Float32Array(16));
    expect([...two[0], ...two[1]]).to.deep.equal([...one]);
  });

  it('gives the same first numbers for arrays of any length', () => {
    const kinds = ['uniform', 'normal', 'truncatedNormal'] as const;
    for (const kind of kinds) {
      for (const Floats of [Float32Array, Float64Array]) {
        const long = random(5)[kind](new Floats(10007));
        for (const n of [1, 2, 3, 5, 4097]) {
          expect(random(5)[kind](new Floats(n)), `${kind} ${n}`).to.deep.equal(long.slice(0, n));
        }
      }
    }
  });

  it('returns the array it filled, even if it is empty', () => {
    const out = new Float64Array(0);
    expect(random(1).normal(out)).to.equal(out);
    expect(() => random(1).normal([1, 2] as unknown as Float32Array)).to.throw(
      TypeError,
      /out is \[1, 2\].*Float32Array/,
    );
  });

  it('splits off the same stream whatever was drawn before', () => {
    const stream = random(9);
    const before = stream.split(4).normal(new Float32Array(4));
    stream.normal(new Float32Array(1000));
    expect(stream.split(4).normal(new Float32Array(4))).to.deep.equal(before);
    expect(random(9).split(4n).normal(new Float32Array(4))).to.deep.equal(before);
  });

  it('splits off streams that all differ by index, by depth and by parent', () => {
    const streams = [
      random(9),
      random(10),
      random(9).split(0),
      random(9).split(1),
      random(9).split(2 ** 32),
      random(10).split(0),
      random(9).split(0).split(0),
      random(9).split(0).split(1),
      random(9).split(1).split(0),
    ];
    const first = streams.map((stream) => stream.uniform(new Float64Array(1))[0]);
    expect(new Set(first).size).to.equal(streams.length);
  });

  it('refuses a split index that is not a stream number', () => {
    for (const i of [-1, 0.5, Number.NaN]) expect(() => random(1).split(i)).to.throw(RangeError, 'stream index');
  });

  it('splits off uncorrelated streams (28 pairs, each within 4.5 standard errors: false alarm 2e-4)', () => {
    const n = 100000;
    const parent = random(7);
    const streams = [parent, ...[0, 1, 2, 3, 4, 5].map((i) => parent.split(i)), parent.split(0).split(0)];
    const samples = streams.map((stream) => stream.normal(new Float32Array(n)));
    for (let i = 0; i < samples.length; i++) {
      for (let j = 0; j < i; j++) expect(Math.abs(correlation(samples[i], samples[j]))).to.be.below(4.5 / Math.sqrt(n));
    }
  });

  it('has no correlation between neighbours up to lag 8 (16 values within 4.5 standard errors: false alarm 1e-4)', () => {
    const x = random(8).normal(new Float32Array(200000));
    const squares = x.map((z) => z * z);
    for (let lag = 1; lag <= 8; lag++) {
      for (const y of [x, squares]) {
        expect(Math.abs(correlation(y.subarray(lag), y.subarray(0, -lag)))).to.be.below(4.5 / Math.sqrt(y.length));
      }
    }
  });
});
