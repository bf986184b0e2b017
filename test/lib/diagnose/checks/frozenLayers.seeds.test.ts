import { expect } from 'chai';
import { diagnose, train, useBackend } from 'initlab';
import { classesOf, network, normalRows, output, SEEDS, said } from '../cases/support.js';

const rows = normalRows(1);
const data = { x: rows.x, y: classesOf(rows, 3) };

describe('frozenLayers', () => {
  before(() => useBackend('wasm'));

  it('reports a network in which nothing is trained, and apply lets everything train', () => {
    for (const seed of SEEDS) {
      const model = network(seed, [16, 16], output(3, 'softmax'));
      for (const layer of model.layers) layer.trainable = false;
      const found = diagnose(model, data);
      expect(said(found).slice(0, 2)).to.deep.equal(['unhealthy', `fault frozen ${model.layers[1].name}`]);
      expect(model.trainableWeights).to.have.length(0);
      found.apply();
      expect(model.trainableWeights).to.have.length(6);
      expect(diagnose(model, data).verdict).to.equal('healthy');
      model.dispose();
    }
  });

  it('reports a model that is set not to train as a whole', () => {
    const model = network(1, [16], output(3, 'softmax'));
    model.trainable = false;
    const found = diagnose(model, data);
    expect(found.findings[0].kind).to.equal('frozen');
    found.apply();
    expect(diagnose(model, data).verdict).to.equal('healthy');
    model.dispose();
  });

  it('has no objection to frozen layers that were trained', async () => {
    const model = network(1, [32, 32], output(3, 'softmax'));
    await train(model, data, { steps: 300, learningRate: 0.01, seed: 1, progress: false });
    for (const layer of model.layers.slice(0, -1)) layer.trainable = false;
    expect(said(diagnose(model, data)).filter((line) => line.includes('frozen'))).to.deep.equal([]);
    model.dispose();
  });

  it('does not change which layers train', () => {
    const model = network(1, [16, 16], output(3, 'softmax'));
    model.layers[1].trainable = false;
    const before = model.layers.map(({ trainable }) => trainable);
    diagnose(model, data);
    expect(model.layers.map(({ trainable }) => trainable)).to.deep.equal(before);
    model.dispose();
  });
});
