import { expect } from 'chai';
import { heNormal, normal, random, VarianceSimulator, xavierNormal } from 'initlab';
import { expectRejection } from '../../../support/rejection.js';

/** Computes the exercise as written by hand, in double precision. */
function byHand(scheme: 'xavier' | 'he' | 'bad', layers: number, width: number, seed: number): number[] {
  const init = { xavier: xavierNormal(), he: heNormal(), bad: normal({ std: 0.6 }) }[scheme];
  const f = { xavier: Math.tanh, he: (z: number) => Math.max(z, 0), bad: (z: number) => z }[scheme];
  let x = Array.from(random(seed).split(0).normal(new Float32Array(width)));
  return Array.from({ length: layers }, (_, layer) => {
    const w = init(
      random(seed)
        .split(1)
        .split(layer + 1),
      [width, width],
    );
    x = x.map((_, j) => f(x.reduce((sum, value, i) => sum + value * w[i * width + j], 0)));
    const mean = x.reduce((sum, value) => sum + value, 0) / width;
    return x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
  });
}

describe('VarianceSimulator', () => {
  for (const scheme of ['xavier', 'he', 'bad'] as const) {
    it(`gives the same variances for ${scheme} as a plain loop`, async () => {
      const variances = await new VarianceSimulator({ layers: 8, width: 50, seed: 3 }).run(scheme);
      const expected = byHand(scheme, 8, 50, 3);
      expect(variances).to.have.length(8);
      variances.forEach((variance, i) => {
        expect(variance).to.be.closeTo(expected[i], 1e-4 * expected[i]);
      });
    });
  }

  it('shows a variance that shrinks for tanh with Xavier, stays for ReLU with He, and explodes by .36·width per layer for a std of 0.6', async () => {
    const simulator = new VarianceSimulator({ layers: 20, width: 500 });
    const [xavier, he, bad] = [await simulator.run('xavier'), await simulator.run('he'), await simulator.run('bad')];
    expect(xavier[19]).to.be.within(0.01, 0.06);
    // After 20 layers of 500 units the median is .88 and the standard deviation of the logarithm
    // .45 (Hanin & Rolnick 2018). At first the variance is .68 of the second moment.
    expect(he[19]).to.be.within(0.05, 3);
    expect(Math.log(bad[19] / bad[0]) / 19).to.be.closeTo(Math.log(0.36 * 500), 0.1);
  });

  it('gives the same result for the same seed, again and again', async () => {
    const simulator = new VarianceSimulator({ layers: 3, width: 10, seed: 2n });
    expect(await simulator.run('he')).to.deep.equal(await simulator.run('he'));
    expect(await new VarianceSimulator({ layers: 3, width: 10 }).run('he')).not.to.deep.equal(
      await simulator.run('he'),
    );
  });

  it('refuses arguments that do not fit, and names them', async () => {
    expect(() => new VarianceSimulator({ layers: 0, width: 4 })).to.throw(RangeError, 'layers is 0');
    expect(() => new VarianceSimulator({ layers: 4, width: 1.5 })).to.throw(RangeError, 'width is 1.5');
    expect(() => new VarianceSimulator({ layers: 4, width: 1, seed: -1 })).to.throw(RangeError, 'seed is -1');
    const wrong = { layers: 4, width: 1, depth: 1 };
    expect(() => new VarianceSimulator(wrong)).to.throw(TypeError, 'unknown option "depth"');
    const simulator = new VarianceSimulator({ layers: 4, width: 4 });
    await expectRejection(simulator.run('lecun' as 'he'), RangeError, 'scheme is "lecun"; allowed: xavier, he, bad');
  });
});
