import { expect } from 'chai';
import { type ActivationName, predict, random, simulate, varianceScaling } from 'initlab';

const names: ActivationName[] = [
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
const depths = [2, 3, 5, 8, 12, 20, 35, 50];
const scales = [1, 1.3, 1.7, 2];
const quantities = ['preActivation', 'activation', 'gradient'] as const;

/** Random choices, the same at every run. */
class Chooser {
  readonly #stream = random(2024);

  of<T>(list: readonly T[]): T {
    return list[Math.floor(this.#stream.uniform(new Float64Array(1))[0] * list.length)];
  }

  width(): number {
    return Math.round(2 ** this.#stream.uniform(new Float64Array(1), 5, 10)[0]);
  }
}

/** A net around one width, its layers between ½ and 1½ of it; every other net has one activation throughout. */
function architecture(choose: Chooser, index: number) {
  const depth = choose.of(depths);
  const base = choose.width();
  const widths = Array.from({ length: depth + 1 }, () =>
    Math.min(1024, Math.max(32, Math.round(base * choose.of([0.5, 0.8, 1, 1.2, 1.5])))),
  );
  const same = choose.of(names);
  const activation = widths.slice(1).map(() => (index % 2 === 0 ? choose.of(names) : same));
  const weightVariance = activation.map(() => choose.of(scales));
  return { widths, activation, weightVariance, batch: choose.of([1, 4, 16]) };
}

function standardError(values: Float64Array, mean: number): number {
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1) / values.length);
}

describe('predict against 25 random architectures (2–50 layers, 32–1024 units, mixed activations)', () => {
  const choose = new Chooser();
  const inside: Record<string, number[]> = { preActivation: [], activation: [], gradient: [] };

  for (let index = 0; index < 25; index++) {
    const { batch, ...net } = architecture(choose, index);
    const weights = net.widths.slice(1).reduce((sum, width, l) => sum + width * net.widths[l], 0);
    const trials = Math.max(40, Math.min(400, Math.floor(4e8 / (weights * (batch + 10)))));
    const what = `${net.widths.length - 1} layers of about ${net.widths[1]} units, batch ${batch}, ${trials} nets`;

    it(`${what}: each layer within 92–98 % and the mean within Σ 1/n, up to 4 standard errors`, async () => {
      const input = random(index).normal(new Float32Array(batch * net.widths[0]));
      const init = net.weightVariance.map((scale) => varianceScaling({ scale, distribution: 'normal' }));
      const { widths, activation } = net;
      const { layers } = await simulate({ widths, activation, init, input, trials, backward: true, seed: index });
      const predicted = predict({ ...net, input });
      const correction = widths.reduce((sum, width) => sum + 1 / width, 0);
      const chance = 4 * Math.sqrt((0.05 * 0.95) / trials);
      for (const { layer, ...measured } of layers) {
        for (const quantity of quantities) {
          const moments = measured[quantity];
          if (moments === undefined || (layer === 0 && quantity !== 'gradient')) continue;
          const { low, high, secondMoment } = predicted[layer][quantity];
          const share = moments.trials.filter((q) => q >= low && q <= high).length / trials;
          inside[quantity].push(share);
          expect(share, `${quantity} of layer ${layer}`).to.be.within(0.92 - chance, 0.98 + chance);
          const error = 4 * standardError(moments.trials, moments.secondMoment) + correction * secondMoment;
          expect(moments.secondMoment, `mean ${quantity} of layer ${layer}`).to.be.closeTo(secondMoment, error);
        }
      }
    });
  }

  it('contains 92 to 98 % of single nets, over all architectures and layers', () => {
    for (const [quantity, shares] of Object.entries(inside)) {
      expect(shares.length).to.be.above(200);
      expect(shares.reduce((sum, share) => sum + share, 0) / shares.length, quantity).to.be.within(0.92, 0.98);
    }
  });
});
