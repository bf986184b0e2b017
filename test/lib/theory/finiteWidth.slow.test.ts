import { expect } from 'chai';
import { deadProbability, finiteWidth, heNormal, simulate } from 'initlab';

/** Simulates single nets for one input and gives ln(m_L/m_0), sorted. */
async function logRatios(width: number, depth: number, trials: number): Promise<number[]> {
  const widths = Array<number>(depth + 1).fill(width);
  const { layers } = await simulate({ widths, activation: 'relu', init: heNormal(), batch: 1, trials, seed: 7 });
  const m0 = layers[0].activation.secondMoment;
  return Array.from(layers[depth].activation.trials, (m) => Math.log(m / m0)).sort((a, b) => a - b);
}

const mean = (x: readonly number[]): number => x.reduce((sum, y) => sum + y, 0) / x.length;
const std = (x: readonly number[]): number => Math.sqrt(mean(x.map((y) => (y - mean(x)) ** 2)));

describe('a ReLU net of finite width', () => {
  /** Medians and one spread of a larger simulation. */
  const rows: [width: number, depth: number, median: number][] = [
    [100, 20, 0.617],
    [100, 50, 0.257],
    [50, 20, 0.362],
  ];
  const trials = 500;
  for (const [width, depth, median] of rows) {
    it(`has mean 1 and median ${median} over ${trials} nets of width ${width} and depth ${depth} (Hanin & Rolnick 2018)`, async () => {
      const logs = await logRatios(width, depth, trials);
      const theory = finiteWidth(Array<number>(depth).fill(width));
      const ratios = logs.map(Math.exp);
      expect(mean(ratios), 'mean within 4 standard errors').to.be.closeTo(1, (4 * std(ratios)) / Math.sqrt(trials));
      const exactError = Math.sqrt((theory.secondMoment - 1) / trials);
      expect(mean(ratios), 'mean by the exact spread').to.be.closeTo(1, 4 * exactError);
      // The standard error of a normal's median is 1.2533 of that of its mean. Both medians are
      // simulated.
      const error = (1.2533 * std(logs) * Math.SQRT2) / Math.sqrt(trials);
      expect(logs[trials / 2], 'median').to.be.closeTo(Math.log(median), 4 * error);
      expect(std(logs), 'spread of the logarithm, 10 % for the asymptotics').to.be.closeTo(
        theory.logStd,
        theory.logStd * (0.1 + 4 / Math.sqrt(2 * trials)),
      );
    });
  }

  it('dies with the exact probability for width 2, 3 or 5 and 9 layers, within 4 standard errors (Lu et al. 2020)', async () => {
    for (const width of [2, 3, 5]) {
      const nets = 4000;
      const widths = [4, ...Array<number>(9).fill(width)];
      const { layers } = await simulate({
        widths,
        activation: 'relu',
        init: heNormal(),
        batch: 1,
        trials: nets,
        seed: 3,
      });
      const dead = layers[9].activation.trials.filter((m) => m === 0).length / nets;
      const p = deadProbability(widths.slice(1));
      expect(dead, `width ${width}`).to.be.closeTo(p, 4 * Math.sqrt((p * (1 - p)) / nets));
    }
  });

  it('has shares 0, .095, .238 and .405 of units that are dead on 1024 inputs in layers 1, 10, 20 and 50 at width 256 (5 nets, simulated)', async () => {
    const widths = Array<number>(51).fill(256);
    const options = { widths, activation: 'relu', init: heNormal(), batch: 1024, trials: 5, seed: 6 } as const;
    const { layers } = await simulate(options);
    for (const [layer, expected] of [
      [1, 0],
      [10, 0.095],
      [20, 0.238],
      [50, 0.405],
    ]) {
      const { deadFraction, deadFractions } = layers[layer] as Required<(typeof layers)[number]>;
      // Both are means over five nets.
      const error = 4 * std([...deadFractions]) * Math.sqrt(2 / 4);
      expect(deadFraction, `layer ${layer}`).to.be.closeTo(expected, error);
    }
  });

  it('has shares 0, .012, .096, .196 and .381 of units that are dead on 1024 inputs in layers 1, 5, 10, 20 and 50 at width 128 (12 nets, simulated)', async () => {
    const widths = Array<number>(51).fill(128);
    const { layers } = await simulate({
      widths,
      activation: 'relu',
      init: heNormal(),
      batch: 1024,
      trials: 12,
      seed: 5,
    });
    const expected: [layer: number, mean: number, sd: number][] = [
      [1, 0, 0],
      [5, 0.012, 0.012],
      [10, 0.096, 0.036],
      [20, 0.196, 0.053],
      [50, 0.381, 0.038],
    ];
    for (const [layer, dead, sd] of expected) {
      expect(layers[layer].deadFraction, `layer ${layer}`).to.be.closeTo(dead, 4 * sd * Math.sqrt(2 / 12));
    }
  });
});
