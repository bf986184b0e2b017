import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { drawn, faultsOf, network, normalRows, output, SEEDS, said, trained } from './support.js';

const { layers } = tfl;
const MSE = { loss: 'meanSquaredError' } as const;

describe('the diagnosis of outputs that cannot reach their targets', () => {
  before(() => useBackend('wasm'));

  it('reports a sigmoid for targets far above 1, and that network learns only after the repair', async () => {
    for (const seed of SEEDS) {
      const { x, sum } = normalRows(seed);
      const y = tf.add(tf.mul(tf.abs(sum), 12), 3);
      const [broken, repaired] = [0, 1].map(() => network(seed, [32], output(1, 'sigmoid')));
      const found = diagnose(repaired, { x, y }, MSE);
      expect(said(found).slice(0, 2)).to.deep.equal(['unhealthy', 'fault outputRange output']);
      expect(found.findings[0].why)
        .to.match(/^Make the output linear/)
        .and.to.contain('from 0 to 1');
      found.apply();
      expect(faultsOf(repaired, { x, y }, MSE).filter((fault) => fault.startsWith('outputRange'))).to.deep.equal([]);
      const options = { ...MSE, steps: 150, rate: 0.03 };
      const [failing, learning] = [
        await trained(broken, { x, y }, options),
        await trained(repaired, { x, y }, options),
      ];
      expect(failing.after / failing.before).to.be.above(0.9);
      expect(learning.after / learning.before).to.be.below(0.6);
    }
  });

  const { x, sum, label } = normalRows(1);
  const half = tf.div(sum, 10);
  const positive = tf.abs(half);
  const cases: Record<string, [() => tfl.LayersModel, tf.Tensor, sound: tf.Tensor]> = {
    'tanh for targets beyond ±1': [() => network(2, [16], output(1, 'tanh')), sum, tf.tanh(sum)],
    'ReLU for targets below 0': [() => network(3, [64, 32], output(1, 'relu')), half, tf.add(positive, 0.5)],
    'a hard sigmoid for targets above 1': [() => network(4, [24], output(1, 'hardSigmoid')), sum, label],
    'an Activation layer of its own': [
      () =>
        network(5, [32], output(1, 'linear', 'dense'), layers.activation({ activation: 'sigmoid', name: 'output' })),
      tf.add(sum, 4),
      tf.sigmoid(sum),
    ],
    'ReLU before a sigmoid': [
      () => network(6, [32], output(1, 'relu', 'dense'), layers.activation({ activation: 'sigmoid', name: 'output' })),
      label,
      tf.add(0.55, tf.mul(label, 0.4)),
    ],
    'softsign before a pool': [
      () =>
        drawn(
          7,
          layers.reshape({ targetShape: [8, 1], inputShape: [8] }),
          layers.conv1d({ filters: 8, kernelSize: 3, activation: 'relu' }),
          layers.conv1d({ filters: 1, kernelSize: 3, activation: 'softsign' as 'relu', name: 'output' }),
          layers.globalAveragePooling1d({}),
        ),
      tf.add(sum, 5),
      tf.div(half, 2),
    ],
  };

  for (const [title, [make, y, sound]] of Object.entries(cases)) {
    it(`reports ${title}, and nothing if the targets lie in the range`, () => {
      expect(faultsOf(make(), { x, y }, MSE)).to.include('outputRange output');
      expect(said(diagnose(make(), { x, y: sound }, MSE)).filter((line) => line.includes('outputRange'))).to.deep.equal(
        [],
      );
    });
  }

  it('accepts a sigmoid that a Rescaling layer brings to the range of the targets', () => {
    const y = tf.add(tf.mul(tf.sigmoid(sum), 90), 5);
    const scaled = network(1, [32], output(1, 'sigmoid'), layers.rescaling({ scale: 100 }));
    expect(faultsOf(scaled, { x, y }, MSE)).to.deep.equal([]);
    const short = network(1, [32], output(1, 'sigmoid'), layers.rescaling({ scale: 40, name: 'scale' }));
    expect(faultsOf(short, { x, y }, MSE)).to.deep.equal(['outputRange scale']);
  });

  it('judges each of several outputs by its own targets', () => {
    const input = tfl.input({ shape: [8] });
    const hidden = layers.dense({ units: 32, activation: 'relu' }).apply(input) as tfl.SymbolicTensor;
    const heads = ['good', 'bad'].map((name) => output(1, 'sigmoid', name).apply(hidden) as tfl.SymbolicTensor);
    const model = tfl.model({ inputs: input, outputs: heads });
    const found = diagnose(model, { x, y: { good: label, bad: tf.add(sum, 9) } }, MSE);
    const ranges = found.findings.filter(({ kind }) => kind === 'outputRange');
    expect(ranges.map(({ layer, severity }) => `${layer} ${severity}`)).to.deep.equal(['bad fault']);
  });

  it('advises to divide pixels by 255 for a sigmoid', () => {
    const pixels = tf.mul(tf.sigmoid(tf.tile(sum, [1, 64])), 255);
    const [found] = diagnose(network(1, [32], output(64, 'sigmoid')), { x, y: pixels }, MSE).findings;
    expect(found).to.include({ kind: 'outputRange', layer: 'output' });
    expect(found.repair.code).to.contain('y = tf.div(y, 255);');
    const scaled = diagnose(network(1, [32], output(64, 'sigmoid')), { x, y: tf.div(pixels, 255) }, MSE);
    expect(said(scaled)).to.deep.equal(['healthy']);
  });

  it('only notes a few targets beyond the range', () => {
    const y = tf.where(tf.greater(sum, 7.5), tf.onesLike(sum), tf.mul(tf.sigmoid(sum), 0.9));
    const few = tf.add(y, tf.mul(tf.cast(tf.greater(sum, 6), 'float32'), 0.25));
    const lines = said(diagnose(network(1, [32], output(1, 'sigmoid')), { x, y: few }, MSE));
    expect(lines).to.deep.equal(['healthy', 'note outputRange output']);
  });
});

describe('the diagnosis of outputs that depend on nothing', () => {
  before(() => useBackend('wasm'));

  it('reports a softmax of one unit, which learns only after the repair', async () => {
    for (const seed of SEEDS) {
      const { x, label: y } = normalRows(seed);
      const loss = 'binaryCrossEntropy';
      const [broken, repaired] = [0, 1].map(() => network(seed, [32], output(1, 'softmax')));
      const found = diagnose(repaired, { x, y }, { loss });
      expect(said(found)).to.deep.equal(['unhealthy', 'fault constantOutput output']);
      expect(found.findings[0].why).to.match(/^Use a sigmoid/);
      found.apply();
      expect(said(diagnose(repaired, { x, y }, { loss }))).to.deep.equal(['healthy']);
      const options = { loss: 'binaryCrossentropy', steps: 60 };
      const [failing, learning] = [
        await trained(broken, { x, y }, options),
        await trained(repaired, { x, y }, options),
      ];
      expect(failing.after).to.equal(failing.before);
      expect(learning.after).to.be.below(0.4);
    }
  });

  const { x, sum, label } = normalRows(2);
  const softmaxes: Record<string, [() => tfl.LayersModel, tf.Tensor, string]> = {
    'a Softmax layer of its own': [
      () => network(1, [16], output(1, 'linear', 'dense'), layers.softmax({ name: 'output' })),
      label,
      'binaryCrossentropy',
    ],
    'a squared error': [() => network(2, [64], output(1, 'softmax')), sum, 'meanSquaredError'],
    'more layers': [() => network(3, [64, 64, 16], output(1, 'softmax')), label, 'binaryCrossentropy'],
  };
  for (const [title, [make, y, loss]] of Object.entries(softmaxes)) {
    it(`reports a softmax of one unit with ${title}, once`, () => {
      expect(faultsOf(make(), { x, y }, { loss })).to.deep.equal(['constantOutput output']);
    });
  }

  it('accepts a softmax of two units', () => {
    const y = tf.concat([label, tf.sub(1, label)], 1);
    expect(said(diagnose(network(1, [32], output(2, 'softmax')), { x, y }))).to.deep.equal(['healthy']);
  });
});
