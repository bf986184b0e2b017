import { expect } from 'chai';
import { type ActivationName, predict, random, simulate, varianceScaling } from 'initlab';
import { mean, sum } from '../../../../lib/src/foundation/statistics.js';
import { compareSignals, memoize, QUANTITIES } from './comparison.js';

const ACTIVATIONS: ActivationName[] = [
  'relu',
  'tanh',
  'gelu',
  'leakyRelu',
  'silu',
  'linear',
  'elu',
  'selu',
  'softsign',
  'erf',
];
const DEPTHS = [2, 3, 5, 8, 12, 20, 35, 50];
const WEIGHT_SCALES = [1, 1.3, 1.7, 2];

/** Makes random choices, the same in every run. */
class Chooser {
  readonly #stream = random(2024);

  of<T>(list: readonly T[]): T {
    return list[Math.floor(this.#stream.uniform(new Float64Array(1))[0] * list.length)];
  }

  width(): number {
    return Math.round(2 ** this.#stream.uniform(new Float64Array(1), 5, 10)[0]);
  }
}

/**
 * Chooses a net around one width, with layers between ½ and 1½ of it. Every other net has one
 * activation throughout.
 */
function architecture(choose: Chooser, index: number) {
  const depth = choose.of(DEPTHS);
  const base = choose.width();
  const widths = Array.from({ length: depth + 1 }, () =>
    Math.min(1024, Math.max(32, Math.round(base * choose.of([0.5, 0.8, 1, 1.2, 1.5])))),
  );
  const same = choose.of(ACTIVATIONS);
  const activation = widths.slice(1).map(() => (index % 2 === 0 ? choose.of(ACTIVATIONS) : same));
  const weightVariance = activation.map(() => choose.of(WEIGHT_SCALES));
  return { widths, activation, weightVariance, batch: choose.of([1, 4, 16]) };
}

describe('predict, for 25 random architectures (2–50 layers, 32–1024 units, mixed activations),', () => {
  const choose = new Chooser();
  const nets = Array.from({ length: 25 }, (_, index) => {
    const { batch, ...net } = architecture(choose, index);
    const weights = sum(net.widths.slice(1).map((width, l) => width * net.widths[l]));
    const trials = Math.max(40, Math.min(400, Math.floor(4e8 / (weights * (batch + 10)))));
    const compare = memoize(async () => {
      const input = random(index).normal(new Float32Array(batch * net.widths[0]));
      const init = net.weightVariance.map((scale) => varianceScaling({ scale, distribution: 'normal' }));
      const { widths, activation } = net;
      const { layers } = await simulate({ widths, activation, init, input, trials, backward: true, seed: index });
      return compareSignals(layers, predict({ ...net, input }));
    });
    return { ...net, batch, trials, compare };
  });

  for (const { widths, batch, trials, compare } of nets) {
    const title = `${widths.length - 1} layers of about ${widths[1]} units, batch ${batch}, ${trials} nets`;

    it(`has 92–98 % of the nets in each band and the mean right up to Σ 1/n, within 4 standard errors: ${title}`, async () => {
      const correction = sum(widths.map((width) => 1 / width));
      const chance = 4 * Math.sqrt((0.05 * 0.95) / trials);
      for (const { quantity, layer, share, measured, predicted, standardError } of await compare()) {
        expect(share, `${quantity} of layer ${layer}`).to.be.within(0.92 - chance, 0.98 + chance);
        const error = 4 * standardError + correction * predicted;
        expect(measured, `mean ${quantity} of layer ${layer}`).to.be.closeTo(predicted, error);
      }
    });
  }

  it('has 92–98 % of the nets of all architectures and layers together in its bands', async function () {
    this.timeout(1_200_000);
    const comparisons = [];
    for (const { compare } of nets) comparisons.push(...(await compare()));
    for (const quantity of QUANTITIES) {
      const shares = comparisons.filter((comparison) => comparison.quantity === quantity).map(({ share }) => share);
      expect(shares.length).to.be.above(200);
      expect(mean(shares), quantity).to.be.within(0.92, 0.98);
    }
  });
});
