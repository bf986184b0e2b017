import { expect } from 'chai';
import { evaluate, trace, useBackend } from 'initlab';
import { brokenNetworks } from 'initlab/tasks';

describe('the broken networks of lesson 10', () => {
  before(() => useBackend('wasm'));

  const names = ['sound', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const;

  it('are a sound network and eight variants with the same layers', () => {
    const networks = brokenNetworks();
    expect(Object.keys(networks)).to.deep.equal(names);
    for (const start of Object.values(networks)) {
      const { model } = start(1);
      const layers = ['hidden1', 'hidden2', 'hidden3', 'hidden4', 'hidden5', 'output'];
      expect(model.layers.map(({ name }) => name)).to.deep.equal(layers);
      expect(model.outputs[0].shape).to.deep.equal([null, 10]);
      model.dispose();
    }
  });

  it('have the same weights for the same seed, and others for another', () => {
    const networks = brokenNetworks();
    for (const name of names) {
      const weights = [1, 1, 2].map((seed) => {
        const { model } = networks[name](seed);
        const numbers = model.getWeights().map((weight) => Array.from(weight.dataSync()));
        model.dispose();
        return JSON.stringify(numbers);
      });
      expect(weights[0]).to.equal(weights[1]);
      expect(weights[0]).to.not.equal(weights[2]);
    }
  });

  it('share the data of one call, which all but F have scaled', () => {
    const { sound, A, F } = brokenNetworks();
    expect(A(1).train).to.equal(sound(2).train);
    const secondMoment = ({ data }: { data: ArrayLike<number> }): number =>
      Array.from(data).reduce((sum, value) => sum + value ** 2 / data.length, 0);
    expect(secondMoment(sound(1).test.x)).to.be.closeTo(1, 0.1);
    expect(Math.max(...F(1).test.x.data.slice(0, 784))).to.equal(255);
    expect(F(1).test.y).to.deep.equal(sound(1).test.y);
  });

  it('hide what is wrong with the output of H by a layer of zeros', () => {
    const { A, H, sound } = brokenNetworks();
    const first = (start: typeof H): number => {
      const { model, test } = start(1);
      return evaluate(model, test).loss;
    };
    expect(first(H)).to.be.closeTo(Math.log(10), 1e-6);
    expect(first(sound)).to.be.below(4);
    expect(first(A)).to.be.above(10);
    const { model } = H(1);
    const { layers } = trace(model, { x: sound(1).test.x.data.slice(0, 784) as Float32Array }, { backward: false });
    expect(layers.find(({ name }) => name === 'hidden4')?.weights[0].matrix?.distinctColumns).to.equal(1);
    expect(model.getWeights()[10].dataSync()).to.deep.equal(A(1).model.getWeights()[10].dataSync());
  });
});
