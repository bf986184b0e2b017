import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, initWeights, lecunNormal, random, train, useBackend } from 'initlab';
import { faults } from './faults.js';
import { data, healthy, mlp, ruled } from './networks.js';
import { judgeFault, judgeHealthy } from './score.js';

/** What takes a fraction of a second each; all of them are judged by diagnose.slow.test.ts. */
const healthyQuick = Object.keys(healthy).filter((title) => !/CNN|wide|GELU|LSTM|GRU/.test(title));
const faultsQuick = Object.keys(faults).filter((title) => !/CNN|deep|a layer/.test(title));

describe('diagnose', () => {
  before(() => useBackend('wasm'));

  it('calls networks that are begun as theory asks healthy: one of each kind', () => {
    const wrong = healthyQuick.flatMap((title) => {
      const judged = judgeHealthy(title, 1);
      return judged.right ? [] : [`${title}: ${judged.found} at ${judged.foundLayer}`];
    });
    expect(wrong).to.deep.equal([]);
  });

  it('names the fault and the layer where it begins: one of each kind', () => {
    const wrong = faultsQuick.flatMap((title) => {
      const judged = judgeFault(title, 1);
      return judged.right ? [] : [`${title}: ${judged.found} at ${judged.foundLayer}`];
    });
    expect(wrong).to.deep.equal([]);
  });

  it('leaves the model and the number of tensors as they were, and says the same again', () => {
    const model = ruled(mlp({ depth: 10, width: 32, inputs: 20, batch: 32, phi: 'relu' }), () => lecunNormal(), 1);
    const given = data(model, 32, 1);
    const weights = (): string => JSON.stringify(model.getWeights().map((w) => Array.from(w.dataSync())));
    const [before, tensors] = [weights(), tf.memory().numTensors];
    const first = diagnose(model, given);
    expect(weights()).to.equal(before);
    expect(tf.memory().numTensors).to.equal(tensors);
    expect(String(diagnose(model, given))).to.equal(String(first));
    model.dispose();
  });

  it('repairs what keeps a network from learning: a deep net with weights too small learns afterwards', async () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.dense({ units: 32, activation: 'relu', inputShape: [4] }),
        ...Array.from({ length: 9 }, () => tfl.layers.dense({ units: 32, activation: 'relu' })),
        tfl.layers.dense({ units: 1, name: 'out' }),
      ],
    });
    initWeights(model, () => lecunNormal({ gain: 0.5 }), { seed: 1 });
    const x = random(1).normal(new Float32Array(256 * 4));
    const y = Float32Array.from({ length: 256 }, (_, i) => x[4 * i] * x[4 * i + 1]);
    const given = { x: { shape: [256, 4], data: x }, y: { shape: [256, 1], data: y } };
    const found = diagnose(model, given);
    expect(found.verdict).to.equal('unhealthy');
    found.apply();
    expect(diagnose(model, given).verdict).to.equal('healthy');
    const { loss } = await train(model, given, { steps: 150, optimizer: 'adam', learningRate: 0.003, progress: false });
    const mean = (part: Float32Array): number => part.reduce((sum, v) => sum + v, 0) / part.length;
    expect(mean(loss.slice(-20))).to.be.below(0.5 * mean(loss.slice(0, 20)));
    model.dispose();
  });

  it('refuses what is no option', () => {
    const model = mlp({ depth: 1, width: 4, inputs: 3, batch: 4, phi: 'relu' });
    const { x, y } = data(model, 4, 1);
    expect(() => diagnose(model, { x, y, threshold: 1 } as never)).to.throw(TypeError, 'unknown option "threshold"');
    model.dispose();
  });

  it('draws what was measured over the expected band, and marks where the fault begins', () => {
    const model = ruled(mlp({ depth: 8, width: 32, inputs: 20, batch: 32, phi: 'relu' }), () => lecunNormal(), 1);
    const found = diagnose(model, data(model, 32, 1));
    const { layout, data: traces } = found.figure();
    expect((layout.annotations as { text: string }[]).map(({ text }) => text)).to.include('begins at hidden1');
    expect(traces.map(({ name }) => name)).to.include.members(['forward, E z²', 'backward, E gradient²']);
    expect(found.layers.find(({ name }) => name === 'hidden8')?.expected?.secondMoment).to.be.above(
      20 * (found.layers.find(({ name }) => name === 'hidden8')?.secondMoment as number),
    );
    model.dispose();
  });

  it('sets the bias of a regression to the mean of its targets where the first loss is far above their variance', () => {
    const model = tfl.sequential({
      layers: [tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }), tfl.layers.dense({ units: 2 })],
    });
    initWeights(model, undefined, { seed: 1 });
    const x = random(1).normal(new Float32Array(400));
    const y = random(2)
      .normal(new Float32Array(200))
      .map((v, i) => v + (i % 2 === 0 ? 10 : -20));
    const given = { x: { shape: [100, 4], data: x }, y: { shape: [100, 2], data: y } };
    const first = diagnose(model, given);
    expect(first.findings[0].kind).to.equal('initialLoss');
    first.apply();
    expect(diagnose(model, given).verdict).to.equal('healthy');
    const bias = model.weights.at(-1)?.read().dataSync() ?? [];
    expect(bias[0]).to.be.closeTo(10, 0.5);
    expect(bias[1]).to.be.closeTo(-20, 0.5);
    model.dispose();
  });
});
