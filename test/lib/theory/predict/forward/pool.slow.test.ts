import { expect } from 'chai';
import { heNormal, predict, trace, useBackend } from 'initlab';
import { mnistCnn } from 'initlab/tasks';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('the predicted second moments of a CNN on handwritten digits', function () {
  this.timeout(300_000);
  before(() => useBackend('wasm'));

  it('are within 12 % of the mean of eight networks of 64 channels, also after max pools', () => {
    const { train } = mnistCnn({ depth: 0 });
    const x = train.x.data.slice(0, 16 * 784) as Float32Array;
    const sums: Record<string, number> = {};
    let expected: Record<string, number> = {};
    for (const seed of SEEDS) {
      const { model } = mnistCnn({ depth: 3, width: 64, init: heNormal(), seed });
      for (const { name, activation } of trace(model, { x }, { backward: false }).layers)
        sums[name] = (sums[name] ?? 0) + activation.secondMoment / SEEDS.length;
      const predicted = predict(model, { x, init: () => heNormal() });
      expected = Object.fromEntries(
        predicted.map(({ name, activation }) => [name, activation?.secondMoment as number]),
      );
      model.dispose();
    }
    // Ten outputs of one draw each scatter far more than 64 channels at many places.
    for (const name of ['conv1', 'pool1', 'conv2', 'pool2', 'conv3'])
      expect(sums[name] / expected[name], name).to.be.closeTo(1, 0.12);
  });
});
