import { expect } from 'chai';
import {
  constant,
  deltaOrthogonal,
  dirac,
  hadamardIdentity,
  heNormal,
  heUniform,
  type Initializer,
  identity,
  lecunNormal,
  lecunUniform,
  normal,
  ones,
  orthogonal,
  rademacher,
  random,
  randomizedAsymmetric,
  sparse,
  truncatedNormal,
  uniform,
  varianceScaling,
  xavierNormal,
  xavierUniform,
  zeros,
} from 'initlab';
import { ksPValue, mean, moment, normalCdf } from '../random/statistics.js';

/** Every initializer, with the numbers of axes that it takes. */
const ranks: Record<string, [init: Initializer, from: number, to: number]> = {
  zeros: [zeros(), 0, 7],
  ones: [ones(), 0, 7],
  constant: [constant(2), 0, 7],
  uniform: [uniform(), 0, 7],
  normal: [normal(), 0, 7],
  truncatedNormal: [truncatedNormal(), 0, 7],
  identity: [identity(), 2, 2],
  sparse: [sparse({ sparsity: 0.5 }), 2, 2],
  randomizedAsymmetric: [randomizedAsymmetric(), 2, 2],
  dirac: [dirac(), 3, 5],
  deltaOrthogonal: [deltaOrthogonal(), 3, 5],
  hadamardIdentity: [hadamardIdentity(), 2, 5],
  orthogonal: [orthogonal(), 2, 7],
  varianceScaling: [varianceScaling(), 2, 5],
  rademacher: [rademacher(), 2, 5],
  xavierUniform: [xavierUniform(), 2, 5],
  xavierNormal: [xavierNormal(), 2, 5],
  heUniform: [heUniform(), 2, 5],
  heNormal: [heNormal(), 2, 5],
  lecunUniform: [lecunUniform(), 2, 5],
  lecunNormal: [lecunNormal(), 2, 5],
};

describe('the initializer', () => {
  for (const [name, [init, from, to]] of Object.entries(ranks)) {
    it(`${name} accepts ${from} to ${to} axes, and refuses a shape with any other number of axes`, () => {
      for (let rank = 0; rank <= 7; rank++) {
        const shape = Array<number>(rank).fill(2);
        const draw = (): Float32Array => init(random(1), shape);
        if (rank >= from && rank <= to) expect(draw()).to.have.length(2 ** rank);
        else expect(draw, `${rank}`).to.throw(RangeError, `shape [${shape.join(', ')}] has ${rank} axes`);
      }
    });

    it(`${name} refuses a size that is 0, negative, a fraction or not a number, and names the axis`, () => {
      const rank = Math.max(from, 1);
      for (const size of [0, -2, 2.5, Number.NaN, Infinity]) {
        for (let axis = 0; axis < rank; axis++) {
          const shape = Array<number>(rank).fill(2).with(axis, size);
          expect(() => init(random(1), shape)).to.throw(
            RangeError,
            new RegExp(`size of axis ${axis} of shape .* is ${size};`),
          );
        }
      }
      expect(() => init(random(1), '2,2' as unknown as number[])).to.throw(TypeError, 'shape is "2,2"');
    });
  }
});

describe('an initializer', () => {
  it('refuses a seed instead of a stream', () => {
    expect(() => heNormal()(1 as never, [2, 2])).to.throw(
      TypeError,
      'random is 1; it must be a stream of random numbers',
    );
    expect(() => heNormal()([2, 2] as never, [2, 2])).to.throw(TypeError, 'random is [2, 2]');
  });
});

describe('the distribution', () => {
  const cut = 0.8796256610342398;
  const drawn: Record<
    string,
    [init: Initializer, mean: number, std: number, kurtosis: number, cdf: (z: number) => number]
  > = {
    'uniform on [−1, 3)': [
      uniform({ low: -1, high: 3 }),
      1,
      2 / Math.sqrt(3),
      9 / 5,
      (z) => (z / Math.sqrt(3) + 1) / 2,
    ],
    'normal of mean .5 and std .02': [normal({ mean: 0.5, std: 0.02 }), 0.5, 0.02, 3, normalCdf],
    'truncatedNormal of mean .5 and std .02': [
      truncatedNormal({ mean: 0.5, std: 0.02 }),
      0.5,
      0.02,
      2.3654,
      (z) => (normalCdf(z * cut) - normalCdf(-2)) / (1 - 2 * normalCdf(-2)),
    ],
  };
  let seed = 3000;
  for (const [name, [init, centre, std, kurtosis, cdf]] of Object.entries(drawn)) {
    for (const shape of [[20000], [100, 200], [3, 3, 32, 64]]) {
      const stream = random(seed++);
      it(`${name} is drawn for shape [${shape}] with the right mean, variance (4 standard errors) and distribution (KS p > 1e-4)`, () => {
        const z = init(stream, shape).map((w) => (w - centre) / std);
        expect(mean(z)).to.be.closeTo(0, 4 / Math.sqrt(z.length));
        expect(moment(z, 2)).to.be.closeTo(1, 4 * Math.sqrt((kurtosis - 1) / z.length));
        expect(ksPValue(z, cdf)).to.be.above(1e-4);
      });
    }
  }
});
