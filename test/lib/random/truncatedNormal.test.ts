import { expect } from 'chai';
import { random } from 'initlab';
import { ksPValue, moment, normalCdf } from './statistics.js';

const n = 100000;

/**
 * Computes P(Z ≤ z | low ≤ Z ≤ high) in the tail that contains the interval, so that nothing
 * cancels.
 */
function truncatedCdf(z: number, low: number, high: number): number {
  if (low > 0) return 1 - truncatedCdf(-z, -high, -low);
  const below = normalCdf(low);
  return (normalCdf(z) - below) / (normalCdf(high) - below);
}

describe('truncatedNormal', () => {
  const intervals: [number, number][] = [
    [-2, 2],
    [-1, 3],
    [-8, 0.1],
    [-0.5, 0.7],
    [0, 1],
    [0, Infinity],
    [0.2, 5],
    [1, 1.01],
    [-Infinity, -3],
    [8, 9],
    [-30, -29.9],
    [-Infinity, Infinity],
  ];
  for (const Floats of [Float32Array, Float64Array]) {
    it(`follows the exact distribution in a ${Floats.name} for bounds of every kind (12 KS tests, p > 1e-4 each)`, () => {
      intervals.forEach(([low, high], i) => {
        const z = random(100 + i).truncatedNormal(new Floats(n), 0, 1, low, high);
        expect(
          z.every((x) => x >= low && x <= high),
          `[${low}, ${high}]`,
        ).to.equal(true);
        // A float32 near 30 has only 16 distinct values in a scale length of the tail, so no
        // continuous distribution fits it.
        if (Floats === Float32Array && low === -30) return;
        expect(
          ksPValue(z, (x) => truncatedCdf(x, low, high)),
          `[${low}, ${high}]`,
        ).to.be.above(1e-4);
      });
    });
  }

  it('has standard deviation .87962566 within ±2 (4.5 standard errors: false alarm 7e-6)', () => {
    const z = random(31).truncatedNormal(new Float64Array(400000));
    const variance = 0.8796256610342398 ** 2;
    const error = Math.sqrt((moment(z, 4) - variance ** 2) / z.length);
    expect(moment(z, 2)).to.be.closeTo(variance, 4.5 * error);
  });

  it('scales and shifts: every number lies within mean + [low, high] · std after rounding to float32', () => {
    const w = random(32).truncatedNormal(new Float32Array(n), 0.3, 0.1, -0.1, 0.1);
    expect(w.every((x) => x >= 0.3 - 0.1 * 0.1 && x <= 0.3 + 0.1 * 0.1)).to.equal(true);
    expect(ksPValue(w, (x) => truncatedCdf((x - 0.3) / 0.1, -0.1, 0.1))).to.be.above(1e-4);
  });

  it('finishes for intervals of almost no probability', () => {
    for (const [low, high] of [
      [40, 41],
      [1e10, Infinity],
      [1e200, 1e201],
      [-1e-300, 1e-300],
      [5, 5 + 2 ** -50],
    ]) {
      const z = random(33).truncatedNormal(new Float64Array(100), 0, 1, low, high);
      expect(
        z.every((x) => x >= low && x <= high),
        `[${low}, ${high}]`,
      ).to.equal(true);
    }
  });

  it('refuses bounds that are not numbers', () => {
    const draw = (low: unknown, high: unknown) => () =>
      random(1).truncatedNormal(new Float32Array(1), 0, 1, low as number, high as number);
    expect(draw(Number.NaN, 2)).to.throw(RangeError, 'low is NaN; it must be a number');
    expect(draw('', 2)).to.throw(TypeError, 'low is ""; it must be a number');
    expect(draw(-1, null)).to.throw(TypeError, 'high is null; it must be a number');
  });

  it('is the mean if std is 0, and refuses bounds out of order', () => {
    expect([...random(1).truncatedNormal(new Float32Array(2), 2, 0)]).to.deep.equal([2, 2]);
    expect(() => random(1).truncatedNormal(new Float32Array(1), 0, 1, 2, 2)).to.throw(RangeError, 'low must be less');
    expect(() => random(1).truncatedNormal(new Float32Array(1), 0, 1, Number.NaN, 2)).to.throw(
      RangeError,
      'low is NaN',
    );
    expect(() => random(1).truncatedNormal(new Float32Array(1), 0, -1)).to.throw(RangeError, 'std is -1');
  });
});
