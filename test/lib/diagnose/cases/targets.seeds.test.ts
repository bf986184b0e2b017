import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import * as layersOfTfjs from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type DiagnoseOptions, diagnose, heNormal, initWeights, normal, useBackend } from 'initlab';
import { runCode } from '../repairs/runCode.js';
import { classesOf, faultsOf, network, normalRows, output, SEEDS, said, trained } from './support.js';

const MSE = { loss: 'meanSquaredError' } as const;
const ADAM = { ...MSE, optimizer: 'adam', learningRate: 0.001 } as const;

describe('the diagnosis of the scale of targets', () => {
  before(() => useBackend('wasm'));

  it('reports targets in the thousands, which are learned only if they are standardized', async () => {
    for (const seed of SEEDS) {
      const { x, sum } = normalRows(seed);
      const y = tf.mul(sum, 3500);
      const found = diagnose(network(seed, [32], output(1, 'linear')), { x, y }, ADAM);
      // A note on the rate may follow, since a higher one is faster on such targets too.
      expect(said(found).slice(0, 2)).to.deep.equal(['unhealthy', 'fault targets output']);
      expect(found.findings[0].why).to.match(/^Standardize the targets/);
      const { mean, variance } = tf.moments(y, 0);
      const standardized = tf.div(tf.sub(y, mean), tf.sqrt(variance));
      expect(faultsOf(network(seed, [32], output(1, 'linear')), { x, y: standardized }, ADAM)).to.deep.equal([]);
      const relative = async (targets: tf.Tensor): Promise<number> => {
        const model = network(seed, [32], output(1, 'linear'));
        const { after } = await trained(model, { x, y: targets }, { ...MSE, steps: 150, rate: 0.001 });
        return after / tf.moments(targets).variance.dataSync()[0];
      };
      expect(await relative(y)).to.be.above(0.95);
      expect(await relative(standardized)).to.be.below(0.6);
    }
  });

  const { x, sum } = normalRows(2);

  it('reports other scales, losses, depths and optimizers', () => {
    const three = tf.concat([sum, tf.mul(sum, -1), tf.abs(sum)], 1);
    const make: Record<string, [tfl.LayersModel, tf.Tensor, DiagnoseOptions]> = {
      'three outputs': [network(1, [64, 32], output(3, 'linear')), tf.mul(three, 400), ADAM],
      'absolute error': [
        network(2, [32], output(1, 'linear')),
        tf.mul(sum, 1000),
        { ...ADAM, loss: 'meanAbsoluteError' },
      ],
      'SGD, which diverges': [
        network(3, [64, 64], output(1, 'linear')),
        tf.mul(sum, 500),
        { ...MSE, optimizer: 'sgd', learningRate: 0.01 },
      ],
      'tiny targets': [network(4, [32], output(1, 'linear')), tf.mul(sum, 0.001), ADAM],
      'a ReLU output': [network(5, [32], output(1, 'softplus')), tf.mul(tf.abs(sum), 3000), ADAM],
    };
    for (const [title, [model, y, options]] of Object.entries(make)) {
      expect(faultsOf(model, { x, y }, options), title).to.include('targets output');
    }
  });

  it('accepts targets of usual sizes, those that a Rescaling layer brings there, and those already learned', async () => {
    for (const scale of [0.1, 1, 3]) {
      expect(
        faultsOf(network(1, [32], output(1, 'linear')), { x, y: tf.mul(sum, scale) }, ADAM),
        `${scale}`,
      ).to.deep.equal([]);
    }
    const rescaling = layersOfTfjs.layers.rescaling({ scale: 1000 });
    const scaled = network(1, [32], output(1, 'linear'), rescaling);
    expect(
      faultsOf(scaled, { x, y: tf.mul(sum, 350) }, ADAM).filter((fault) => fault.startsWith('targets')),
    ).to.deep.equal([]);
    const learned = network(3, [32], output(1, 'linear'));
    const y = tf.mul(sum, 40);
    await trained(learned, { x, y }, { ...MSE, steps: 300, rate: 0.05 });
    expect(faultsOf(learned, { x, y }, ADAM).filter((fault) => fault.startsWith('targets'))).to.deep.equal([]);
  });
});

describe('the diagnosis of targets far from 0', () => {
  before(() => useBackend('wasm'));

  it('advises to set the output bias, whatever the size of the output weights, and then finds nothing', async () => {
    for (const seed of SEEDS) {
      const { x, sum } = normalRows(seed, 200, 12);
      const hidden = layersOfTfjs.layers.dense({ units: 50, activation: 'relu', inputShape: [12] });
      const model = layersOfTfjs.sequential({ layers: [hidden, output(1, 'linear')] });
      const rule = ({ isOutput }: { isOutput: boolean }) =>
        isOutput ? normal({ std: 1.2 / Math.sqrt(50) }) : heNormal();
      initWeights(model, { rule, seed });
      const y = tf.add(sum, 22);
      const slow = { ...MSE, optimizer: 'adam', learningRate: 0.001 } as const;
      const found = diagnose(model, { x, y }, slow);
      expect(said(found)).to.deep.equal(['unhealthy', 'fault initialLoss output']);
      expect(found.findings[0].why).to.match(/^Set the bias of the output layer to the mean of the targets/);
      expect(found.findings[0].repair.code).to.contain("setOutputBias(model, { y }, { task: 'regression' });");
      found.apply();
      expect(said(diagnose(model, { x, y }, slow))).to.deep.equal(['healthy']);
    }
  });

  it('makes it a note if the optimizer reaches the mean of the targets in a few steps', () => {
    for (const seed of SEEDS) {
      const { x, sum } = normalRows(seed, 200, 12);
      const hidden = layersOfTfjs.layers.dense({ units: 50, activation: 'relu', inputShape: [12] });
      const model = layersOfTfjs.sequential({ layers: [hidden, output(1, 'linear')] });
      initWeights(model, { seed });
      const options = { ...MSE, optimizer: 'sgd', learningRate: 0.01 } as const;
      const found = diagnose(model, { x, y: tf.add(sum, 22) }, options);
      expect(said(found)).to.deep.equal(['healthy', 'note initialLoss output']);
      expect(found.findings[0].why).to.contain('It hardly hinders learning');
    }
  });

  it('sets the bias for whole numbers and for several outputs too', () => {
    const { x, sum } = normalRows(1);
    const counts = tf.add(tf.round(sum), 60);
    const both = tf.concat([tf.add(sum, 50), tf.sub(sum, 90)], 1);
    for (const [y, units] of [
      [counts, 1],
      [both, 2],
    ] as const) {
      const model = network(2, [32], output(units, 'linear'));
      const found = diagnose(model, { x, y }, MSE);
      expect(said(found)).to.deep.equal(['unhealthy', 'fault initialLoss output']);
      found.apply();
      expect(said(diagnose(model, { x, y }, MSE))).to.deep.equal(['healthy']);
    }
  });

  it('still blames output weights that are large while the targets are centred', () => {
    const { x, sum } = normalRows(4);
    const model = network(4, [32], output(1, 'linear'));
    initWeights(model, { rule: ({ isOutput }) => (isOutput ? normal({ std: 4 }) : undefined) });
    const [found] = diagnose(model, { x, y: tf.div(sum, 3) }, MSE).findings;
    expect(found).to.include({ kind: 'initialLoss', layer: 'output' });
    expect(found.why).to.contain('Draw smaller weights for the output layer');
    expect(found.repair.code).to.contain('lecunNormal({ gain: 0.1 })');
  });
});

/** Custom losses, whose targets no error checks. */
const wrappedBinary = (y: tf.Tensor, p: tf.Tensor): tf.Tensor => layersOfTfjs.metrics.binaryCrossentropy(y, p);
const wrappedCategorical = (y: tf.Tensor, p: tf.Tensor): tf.Tensor =>
  layersOfTfjs.metrics.categoricalCrossentropy(y, p);

describe('the diagnosis of labels', () => {
  before(() => useBackend('wasm'));

  const rows = normalRows(1);
  const { x, label } = rows;
  const digits = tf.tensor2d(
    Float32Array.from({ length: 200 }, (_, i) => i % 10),
    [200, 1],
  );
  const signs = tf.sub(tf.mul(label, 2), 1);
  const sigmoid = (): tfl.LayersModel => network(1, [32], output(1, 'sigmoid'));
  const softmax = (units = 3): tfl.LayersModel => network(2, [32], output(units, 'softmax'));
  const { losses } = tf;

  it('reports ten digits as one sigmoid unit with every spelling of the loss', () => {
    const named = ['binaryCrossEntropy', 'binaryCrossentropy'];
    for (const loss of named) {
      expect(said(diagnose(sigmoid(), { x, y: digits }, { loss }))).to.deep.equal([
        'unhealthy',
        'fault targets output',
      ]);
    }
    const compiled = sigmoid();
    compiled.compile({ loss: 'binaryCrossentropy', optimizer: 'adam' });
    expect(said(diagnose(compiled, { x, y: digits }))).to.deep.equal(['unhealthy', 'fault targets output']);
    for (const loss of [layersOfTfjs.metrics.binaryCrossentropy, losses.sigmoidCrossEntropy]) {
      expect(said(diagnose(sigmoid(), { x, y: digits }, { loss: loss as never }))[1]).to.equal('fault targets output');
    }
    const functions = [wrappedBinary, (y: tf.Tensor, p: tf.Tensor) => losses.sigmoidCrossEntropy(y, p)];
    for (const loss of functions) {
      const [found] = diagnose(sigmoid(), { x, y: digits }, { loss: loss as never }).findings;
      expect(found).to.include({ kind: 'targets', layer: 'output', severity: 'fault' });
      expect(found.why).to.match(/^Give the model one unit for each of 10 classes/);
      expect(found.repair.code).to.contain('tf.oneHot');
    }
  });

  const wrong: Record<string, [() => tfl.LayersModel, tf.Tensor, unknown]> = {
    'labels −1 and 1 for a sigmoid': [sigmoid, signs, wrappedBinary],
    'labels 0 and 1 for tfjs’s hinge': [() => network(3, [32], output(1, 'linear')), label, 'hinge'],
    'labels −1 and 1 for the hinge of tf.losses': [
      () => network(4, [32], output(1, 'linear')),
      signs,
      losses.hingeLoss,
    ],
    'rows that do not sum to 1': [softmax, tf.mul(classesOf(rows, 3), 5), wrappedCategorical],
    'rows with several labels': [
      softmax,
      tf.cast(tf.greater(tf.slice(x, [0, 0], [200, 3]), 0), 'float32'),
      wrappedCategorical,
    ],
    'one class in all samples of a sigmoid': [sigmoid, tf.ones([200, 1]), 'binaryCrossentropy'],
    'one class in all samples of a softmax': [
      softmax,
      tf.tile(tf.tensor2d([0, 1, 0], [1, 3]), [200, 1]),
      'categoricalCrossentropy',
    ],
    'one class number in all samples': [() => softmax(5), tf.fill([200, 1], 2), 'crossEntropy'],
    'one number in all samples': [
      () => network(5, [32], output(1, 'linear')),
      tf.fill([200, 1], 0.5),
      'meanSquaredError',
    ],
  };
  for (const [title, [make, y, loss]] of Object.entries(wrong)) {
    it(`reports ${title}`, () => {
      const found = diagnose(make(), { x, y }, { loss: loss as never });
      expect(said(found)).to.include('fault targets output');
      expect(found.verdict).to.equal('unhealthy');
    });
  }

  it('accepts the labels that each loss is made for', () => {
    const right: [() => tfl.LayersModel, tf.Tensor, unknown][] = [
      [sigmoid, label, layersOfTfjs.metrics.binaryCrossentropy],
      [() => network(3, [32], output(1, 'linear')), signs, 'hinge'],
      [() => network(4, [32], output(1, 'linear')), label, losses.hingeLoss],
      [softmax, classesOf(rows, 3), layersOfTfjs.metrics.categoricalCrossentropy],
      [() => softmax(10), digits, 'crossEntropy'],
    ];
    for (const [make, y, loss] of right)
      expect(said(diagnose(make(), { x, y }, { loss: loss as never }))).to.deep.equal(['healthy']);
  });

  it('tells class numbers that were scaled with the inputs, and undoes it', async () => {
    for (const [by, units] of [
      [255, 10],
      [9, 10],
      [20, 12],
    ] as const) {
      const y = tf.div(digits, by);
      const [found] = diagnose(softmax(units), { x, y }, { loss: 'sparseCategoricalCrossentropy' }).findings;
      expect(found).to.include({ kind: 'targets', severity: 'fault' });
      expect(found.why).to.match(/^Do not scale the labels/);
      const undone = (await runCode(found.repair.code, { y }, 'y')) as tf.Tensor;
      expect([...undone.dataSync()]).to.deep.equal([...digits.dataSync()]);
    }
  });

  it('gives the output a unit for each class with code that a reader can run', async () => {
    const model = sigmoid();
    const [found] = diagnose(model, { x, y: digits }, { loss: 'binaryCrossentropy' }).findings;
    const [rebuilt, y] = (await runCode(found.repair.code, { model, y: digits }, '[model, y]')) as [
      tfl.LayersModel,
      tf.Tensor,
    ];
    expect([rebuilt.outputs[0].shape, y.shape]).to.deep.equal([
      [null, 10],
      [200, 10],
    ]);
    expect(
      diagnose(rebuilt, { x, y }, { loss: rebuilt.loss as string }).findings.map(({ kind }) => kind),
    ).not.to.include('targets');
  });

  it('finds a wrong label in a row that is not measured', () => {
    const many = normalRows(5, 3000);
    const labels = Float32Array.from(many.label.dataSync());
    labels[1717] = 7;
    const y = tf.tensor2d(labels, [3000, 1]);
    let text = '';
    try {
      text = String(diagnose(sigmoid(), { x: many.x, y }, { loss: 'binaryCrossentropy', samples: 8 }));
    } catch (error) {
      text = String(error);
    }
    expect(text).to.match(/0 to 1/);
  });

  it('does not call pixels or many labels unbalanced classes, nor 32 samples of 81 classes', () => {
    const dark = tf.cast(tf.greater(tf.tile(tf.sub(rows.sum, 4), [1, 64]), 0), 'float32');
    expect(
      said(diagnose(network(1, [32], output(64, 'sigmoid')), { x, y: dark }, { loss: 'binaryCrossEntropy' })),
    ).to.deep.equal(['healthy']);
    const few = normalRows(3, 32);
    const y = tf.tensor2d(
      Float32Array.from({ length: 32 }, (_, i) => (i % 3 === 0 ? i : 80)),
      [32, 1],
    );
    expect(said(diagnose(softmax(81), { x: few.x, y }, { loss: 'crossEntropy' }))).to.deep.equal(['healthy']);
    const rare = tf.cast(tf.greater(rows.sum, 4), 'float32');
    expect(said(diagnose(sigmoid(), { x, y: rare }, { loss: 'binaryCrossEntropy' }))).to.deep.equal([
      'healthy',
      'note initialLoss output',
    ]);
  });
});
