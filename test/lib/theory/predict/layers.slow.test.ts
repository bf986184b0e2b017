import { expect } from 'chai';
import { predict, simulate } from 'initlab';
import { mean, sum } from '../../../../lib/src/foundation/statistics.js';
import { Chooser } from '../../../faults/case.js';
import { architecture } from './architectures.js';
import { type Comparison, compareSignals, memoize, QUANTITIES } from './comparison.js';

const TRIALS = 150;
/** Four standard errors of a share of 95 %, for the number of trials. */
const CHANCE = 4 * Math.sqrt((0.05 * 0.95) / TRIALS);

/**
 * Whether a norm makes the output, so that it varies so little that all nets lie within the band.
 */
const isConstant = ({ name, quantity }: Comparison): boolean => /Norm\d+$/.test(name) && quantity !== 'gradient';

describe('predict, for 40 random architectures of convolutions, pools, norms, residuals and dropout,', function () {
  this.timeout(120_000);
  const choose = new Chooser(2031);
  const nets = Array.from({ length: 40 }, (_, index) => {
    const { kind, layers, inputShape, batch, input } = architecture(choose, index);
    const hasBatchNorm = layers.some(({ type }) => type === 'batchNorm');
    const compare = memoize(async () => {
      const simulated = await simulate({ layers, inputShape, input, trials: TRIALS, backward: true, seed: index });
      const comparisons = compareSignals(simulated.layers, predict({ layers, inputShape, input }));
      const correction = sum(simulated.layers.map(({ width }) => 1 / width));
      return { correction, comparisons: comparisons.filter((comparison) => !isConstant(comparison)) };
    });
    /** Gradients through batch normalization are only accurate up to layers/batch. */
    const isRough = (quantity: string): boolean => hasBatchNorm && quantity === 'gradient';
    return { title: `${kind} ${index}, ${layers.length} layers, batch ${batch}`, layers, batch, isRough, compare };
  });
  const shareOf = (comparisons: readonly Comparison[], quantity: string): number =>
    mean(comparisons.filter((comparison) => comparison.quantity === quantity).map(({ share }) => share));

  for (const { title, layers, batch, isRough, compare } of nets) {
    it(`has 92–98 % of the nets in its bands and the mean right up to Σ 1/n, within 4 standard errors: ${title}`, async () => {
      const { correction, comparisons } = await compare();
      for (const { quantity, name, measured, predicted, standardError } of comparisons) {
        const share = correction + (isRough(quantity) ? layers.length / 3 / batch : 0);
        const error = 4 * standardError + share * predicted;
        expect(measured, `mean ${quantity} of ${name}`).to.be.closeTo(predicted, error);
      }
      for (const quantity of QUANTITIES) {
        const low = isRough(quantity) ? 0.6 : 0.92 - CHANCE;
        expect(shareOf(comparisons, quantity), quantity).to.be.within(low, 0.98 + CHANCE);
      }
    });
  }

  it('has 92–98 % of the nets of all architectures together in its bands', async function () {
    this.timeout(1_200_000);
    const measured = [];
    for (const { isRough, compare } of nets) measured.push({ isRough, comparisons: (await compare()).comparisons });
    for (const quantity of QUANTITIES) {
      const exact = measured.filter(({ isRough }) => !isRough(quantity));
      expect(exact.length).to.be.above(30);
      expect(mean(exact.map(({ comparisons }) => shareOf(comparisons, quantity))), quantity).to.be.within(0.92, 0.98);
    }
  });
});
