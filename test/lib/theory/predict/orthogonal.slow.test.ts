import { expect } from 'chai';
import { mean } from '../../../../lib/src/foundation/statistics.js';
import { memoize } from './comparison.js';
import { checkNets, expectBands, type Net, type PlainActivation } from './orthogonalNets.js';

const repeat = (widths: readonly number[], times: number): number[] => Array(times).fill(widths).flat();

const CASES = [
  { title: '40 layers of 128, batch 8', widths: repeat([128], 41), batch: 8, nets: 60 },
  { title: '40 layers of 16, batch 8', widths: repeat([16], 41), batch: 8, nets: 300 },
  { title: '12 layers of 64 and 128 by turns, one sample', widths: repeat([128, 64], 6), batch: 1, nets: 100 },
  { title: '2 layers that widen from 16 to 128', widths: [16, 48, 128], batch: 8, nets: 300 },
  { title: '2 layers that narrow from 128 to 16', widths: [128, 48, 16], batch: 8, nets: 300 },
];
const GAINS: readonly (readonly [PlainActivation, number])[] = [
  ['linear', 1],
  ['relu', Math.SQRT2],
  ['tanh', 1],
];

describe('predict, compared with plain simulations of linear, ReLU and tanh nets with orthogonal weights,', function () {
  this.timeout(200_000);
  const cases = CASES.map(({ title, widths, batch, nets: count }, seed) => {
    const nets = GAINS.map(([activation, gain]): Net => ({ widths, activation, gain, batch, nets: count, seed }));
    return { title, count, check: memoize(() => checkNets(nets)) };
  });

  for (const { title, count, check } of cases) {
    it(`has 92–98 % of ${count} nets in its bands and their median right, within 4 standard errors: ${title}`, () => {
      for (const checks of check()) expectBands(checks, count);
    });
  }

  it('has 92–98 % of all these nets together in its bands', () => {
    const all = cases.flatMap(({ check }) => check());
    for (const quantity of ['preActivation', 'activation', 'gradient']) {
      const shares = all.flatMap((checks) => {
        const own = checks.filter((check) => check.quantity === quantity && check.spread > 1e-5);
        return own.length === 0 ? [] : [mean(own.map(({ inside }) => inside))];
      });
      expect(shares.length).to.be.above(10);
      expect(mean(shares), quantity).to.be.within(0.92, 0.98);
    }
  });
});
