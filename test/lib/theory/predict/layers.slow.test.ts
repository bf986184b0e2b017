import { expect } from 'chai';
import { type MeasuredMoments, predict, simulate } from 'initlab';
import { Chooser } from '../../../faults/case.js';
import { architecture } from './architectures.js';

const TRIALS = 150;
/** Four standard errors of a share of 95 % in so many trials. */
const CHANCE = 4 * Math.sqrt((0.05 * 0.95) / TRIALS);
const quantities = ['preActivation', 'activation', 'gradient'] as const;

function standardError({ trials, secondMoment }: MeasuredMoments): number {
  const squares = trials.reduce((sum, x) => sum + (x - secondMoment) ** 2, 0);
  return Math.sqrt(squares / (trials.length - 1) / trials.length);
}

/** What a norm puts out varies so little that all nets lie within the band. */
const isConstant = (name: string, quantity: string): boolean => /Norm\d+$/.test(name) && quantity !== 'gradient';

describe('predict against 40 random architectures: convolutions, pools, norms, residuals, dropout', function () {
  this.timeout(120_000);
  const choose = new Chooser(2031);
  const all: Record<string, number[]> = { preActivation: [], activation: [], gradient: [] };

  for (let index = 0; index < 40; index++) {
    const { kind, layers, inputShape, batch, input } = architecture(choose, index);
    const batchNorm = layers.some(({ type }) => type === 'batchNorm');

    it(`${kind} ${index}, ${layers.length} layers, batch ${batch}: 92–98 % of nets, and the mean within Σ 1/n, up to 4 standard errors`, async () => {
      const simulated = await simulate({ layers, inputShape, input, trials: TRIALS, backward: true, seed: index });
      const predicted = predict({ layers, inputShape, input });
      // Gradients through batch normalization are right to a share of the layers over the batch.
      const widths = simulated.layers.reduce((sum, { width }) => sum + 1 / width, 0);
      for (const quantity of quantities) {
        const shares: number[] = [];
        const rough = batchNorm && quantity === 'gradient';
        for (const { layer, name, ...measured } of simulated.layers) {
          const moments = measured[quantity];
          if (moments === undefined || (layer === 0 && quantity !== 'gradient') || isConstant(name, quantity)) continue;
          const { low, high, secondMoment } = predicted[layer][quantity];
          shares.push(moments.trials.filter((q) => q >= low && q <= high).length / TRIALS);
          const correction = widths + (rough ? layers.length / 3 / batch : 0);
          const error = 4 * standardError(moments) + correction * secondMoment;
          expect(moments.secondMoment, `mean ${quantity} of ${name}`).to.be.closeTo(secondMoment, error);
        }
        const share = shares.reduce((sum, x) => sum + x, 0) / shares.length;
        expect(share, quantity).to.be.within(rough ? 0.6 : 0.92 - CHANCE, 0.98 + CHANCE);
        if (!rough) all[quantity].push(share);
      }
    });
  }

  it('contains 92 to 98 % of single nets, over all of them', () => {
    for (const [quantity, shares] of Object.entries(all)) {
      expect(shares.length).to.be.above(30);
      expect(shares.reduce((sum, x) => sum + x, 0) / shares.length, quantity).to.be.within(0.92, 0.98);
    }
  });
});
