import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type DiagnoseOptions, diagnose, trace, useBackend } from 'initlab';
import { accuracy, classesOf, drawn, faultsOf, network, normalRows, output, SEEDS, said, trained } from './support.js';

const { layers } = tfl;
type LossFunction = (y: tf.Tensor, p: tf.Tensor) => tf.Tensor;
const softmaxLoss = tf.losses.softmaxCrossEntropy as unknown as LossFunction;
const sigmoidLoss = tf.losses.sigmoidCrossEntropy as unknown as LossFunction;

describe('the diagnosis of losses that do not suit their output', () => {
  before(() => useBackend('wasm'));

  const rows = normalRows(1);
  const { x, label } = rows;
  const three = classesOf(rows, 3);
  const ten = classesOf(rows, 10);
  const signs = tf.sub(tf.mul(label, 2), 1);

  const wrong: Record<
    string,
    [() => tfl.LayersModel, tf.Tensor, NonNullable<DiagnoseOptions['loss']>, layer?: string]
  > = {
    'a softmax before a loss of logits': [() => network(1, [32], output(3, 'softmax')), three, softmaxLoss],
    'a softmax of ten before a wrapped loss of logits': [
      () => network(2, [64, 32], output(10, 'softmax')),
      ten,
      (y, p) => softmaxLoss(y, p),
    ],
    'a sigmoid before a loss of logits': [() => network(3, [16], output(1, 'sigmoid')), label, sigmoidLoss],
    'a Softmax layer before a loss of logits': [
      () => network(4, [32], output(3, 'linear', 'dense'), layers.softmax({ name: 'output' })),
      three,
      softmaxLoss,
    ],
    'two softmax layers': [
      () => network(5, [32], output(3, 'softmax'), layers.softmax({})),
      three,
      'categoricalCrossentropy',
    ],
    'two softmax layers of ten': [
      () => network(6, [48], output(10, 'softmax'), layers.activation({ activation: 'softmax' })),
      ten,
      'crossEntropy',
    ],
    'logits before tfjs’s categoricalCrossentropy': [
      () => network(7, [32], output(3, 'linear')),
      three,
      'categoricalCrossentropy',
    ],
    'logits before tfjs’s binaryCrossentropy': [
      () => network(8, [32], output(1, 'linear')),
      label,
      'binaryCrossentropy',
    ],
    'ReLU before tfjs’s binaryCrossentropy': [() => network(9, [32], output(1, 'relu')), label, 'binaryCrossentropy'],
    'sigmoids before the cross entropy of one class': [
      () => network(10, [32], output(10, 'sigmoid')),
      ten,
      'crossEntropy',
    ],
    'a hinge loss of a sigmoid': [() => network(11, [32], output(1, 'sigmoid')), signs, 'hinge'],
    'a hinge loss of a sigmoid with labels 0 and 1': [() => network(12, [64], output(1, 'sigmoid')), label, 'hinge'],
    'a squared hinge of a ReLU': [() => network(13, [32, 32], output(1, 'relu')), signs, 'squaredHinge'],
    'a softmax for several labels at once': [
      () => network(14, [32], output(3, 'softmax')),
      tf.cast(tf.greater(tf.slice(x, [0, 0], [200, 3]), 0), 'float32'),
      'binaryCrossentropy',
    ],
  };
  for (const [title, [make, y, loss]] of Object.entries(wrong)) {
    it(`reports ${title}`, () => {
      const found = diagnose(make(), { x, y }, { loss });
      const faults = found.findings.filter(({ severity }) => severity === 'fault');
      expect(faults.map(({ kind, layer }) => `${kind} ${layer}`)).to.deep.equal(['lossMismatch output']);
      expect(faults[0].why).to.match(/^(Remove|Give|Use|Make)/);
      expect(faults[0].repair.code).not.to.equal('');
    });
  }

  const right: Record<string, [() => tfl.LayersModel, tf.Tensor, NonNullable<DiagnoseOptions['loss']>]> = {
    'logits before a loss of logits': [() => network(1, [32], output(3, 'linear')), three, softmaxLoss],
    'a softmax before categoricalCrossentropy': [
      () => network(2, [32], output(3, 'softmax')),
      three,
      'categoricalCrossentropy',
    ],
    'a sigmoid before binaryCrossentropy': [() => network(3, [32], output(1, 'sigmoid')), label, 'binaryCrossentropy'],
    'sigmoids for several labels': [() => network(4, [32], output(3, 'sigmoid')), three, 'binaryCrossEntropy'],
    'a softmax of two before binaryCrossentropy': [
      () => network(5, [32], output(2, 'softmax')),
      tf.concat([label, tf.sub(1, label)], 1),
      'binaryCrossentropy',
    ],
    'a tanh before a hinge loss': [() => network(6, [32], output(1, 'tanh')), signs, 'hinge'],
    'numbers before a hinge loss': [() => network(7, [32], output(1, 'linear')), signs, 'hinge'],
    'a custom loss, which is not recognized': [
      () => network(8, [32], output(1, 'sigmoid')),
      label,
      (y: tf.Tensor, p: tf.Tensor) => tf.mean(tf.abs(tf.sub(tf.mul(y, 3), p))),
    ],
  };
  for (const [title, [make, y, loss]] of Object.entries(right)) {
    it(`accepts ${title}`, () => {
      expect(said(diagnose(make(), { x, y }, { loss }))).to.deep.equal(['healthy']);
    });
  }

  it('reports a ReLU before a loss of logits if output units are off', () => {
    for (const [units, y, loss] of [
      [3, three, softmaxLoss],
      [10, ten, 'crossEntropy'],
      [3, three, (y: tf.Tensor, p: tf.Tensor) => softmaxLoss(y, p)],
    ] as const) {
      const model = network(21, [32], output(units, 'relu'));
      const kernel = model.getLayer('output').getWeights()[0];
      // The weights of the first unit are negative, so that it is off for all samples.
      const first = tf.cast(tf.equal(tf.range(0, units), 0), 'float32');
      const signed = tf.sub(tf.mul(kernel, tf.sub(1, first)), tf.mul(tf.abs(kernel), first));
      model.getLayer('output').setWeights([signed, tf.zeros([units])]);
      const { findings } = diagnose(model, { x, y }, { loss: loss as never });
      expect(findings[0]).to.include({ kind: 'lossMismatch', layer: 'output', severity: 'fault' });
      expect(findings[0].why).to.match(/^Make the output linear, without the relu/);
      expect(findings.map(({ kind }) => kind)).not.to.include('dead');
      model.dispose();
    }
  });

  it('only notes losses that are not the best ones for classes', () => {
    const notes: [() => tfl.LayersModel, string][] = [
      [() => network(1, [32], output(3, 'softmax')), 'meanSquaredError'],
      [() => network(2, [32], output(3, 'softmax')), 'binaryCrossentropy'],
      [() => network(3, [32], output(3, 'sigmoid')), 'categoricalCrossentropy'],
    ];
    for (const [make, loss] of notes) {
      expect(said(diagnose(make(), { x, y: three }, { loss }))).to.deep.equal(['healthy', 'note lossMismatch output']);
    }
  });

  it('reads the loss that a model was compiled with, by name or as a function', () => {
    for (const loss of [softmaxLoss, 'categoricalCrossentropy'] as const) {
      const model = network(1, [32], output(3, loss === softmaxLoss ? 'softmax' : 'linear'));
      model.compile({ loss: loss as string, optimizer: 'adam' });
      expect(faultsOf(model, { x, y: three }, {})).to.deep.equal(['lossMismatch output']);
    }
  });

  it('repairs a softmax before a loss of ten logits so that it learns better, for five seeds', async () => {
    for (const seed of SEEDS) {
      const own = normalRows(seed, 200);
      const y = classesOf(own, 10);
      const [broken, repaired] = [0, 1].map(() => network(seed, [64], output(10, 'softmax')));
      diagnose(repaired, { x: own.x, y }, { loss: softmaxLoss }).apply();
      expect(faultsOf(repaired, { x: own.x, y }, { loss: softmaxLoss })).to.deep.equal([]);
      const options = { loss: softmaxLoss, steps: 60 };
      const [failing, learning] = [
        await trained(broken, { x: own.x, y }, options),
        await trained(repaired, { x: own.x, y }, options),
      ];
      expect(failing.after).to.be.above(1.4);
      expect(learning.after).to.be.below(0.7);
    }
  });

  it('repairs sigmoids before the cross entropy of one class so that they learn', async () => {
    for (const seed of SEEDS) {
      const own = normalRows(seed, 200);
      const y = classesOf(own, 5);
      const given = { x: own.x, y };
      const [broken, repaired] = [0, 1].map(() => network(seed, [32], output(5, 'sigmoid')));
      diagnose(repaired, given, { loss: 'crossEntropy' }).apply();
      expect(said(diagnose(repaired, given, { loss: 'crossEntropy' }))).to.deep.equal(['healthy']);
      const loss: LossFunction = (target, p) => tf.neg(tf.mean(tf.sum(tf.mul(target, tf.log(tf.add(p, 1e-7))), -1)));
      for (const model of [broken, repaired]) await trained(model, given, { loss, steps: 80 });
      expect(accuracy(repaired, own.x, y)).to.be.above(0.9);
      expect(accuracy(broken, own.x, y)).to.be.below(0.8);
    }
  });

  it('measures the loss of a TimeDistributed softmax as that of probabilities', () => {
    const inner = layers.dense({ units: 4, activation: 'softmax' });
    const model = drawn(
      1,
      layers.lstm({ units: 8, returnSequences: true, inputShape: [5, 3] }),
      layers.timeDistributed({ layer: inner as never }),
    );
    const steps = tf.reshape(normalRows(2, 60, 15).x, [60, 5, 3]);
    const labels = Int32Array.from({ length: 300 }, (_, i) => (i * 7) % 4);
    const y = tf.reshape(tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 4), 'float32'), [60, 5, 4]);
    const p = model.predict(steps) as tf.Tensor;
    const real = tf.neg(tf.mean(tf.sum(tf.mul(y, tf.log(p)), -1))).dataSync()[0];
    expect(said(diagnose(model, { x: steps, y }, { loss: 'crossEntropy' }))).to.deep.equal(['healthy']);
    expect(trace(model, { x: steps, y }, { loss: 'crossEntropy' }).loss?.value).to.be.closeTo(real, 1e-5);
  });
});
