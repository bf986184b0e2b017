import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type DiagnoseOptions, diagnose, random, useBackend } from 'initlab';
import { accuracy, drawn, faultsOf, normalRows, output, SEEDS, said, trained } from './support.js';

const { layers } = tfl;
const MSE = { loss: 'meanSquaredError' } as const;

/** Dense layers without an activation. */
function lines(seed: number, widths: readonly number[], ...last: tfl.layers.Layer[]): tfl.LayersModel {
  const hidden = widths.map((units, i) => layers.dense({ units, name: `hidden${i + 1}` }));
  return drawn(seed, layers.inputLayer({ inputShape: [8] }), ...hidden, ...last);
}

describe('the diagnosis of networks without an activation between their layers', () => {
  before(() => useBackend('wasm'));

  it('reports one whose targets are a curve, which is learned only after the repair', async () => {
    for (const seed of SEEDS) {
      const { x } = normalRows(seed);
      const y = tf.sub(tf.abs(tf.sum(tf.slice(x, [0, 0], [200, 2]), 1, true)), 1);
      const [broken, repaired] = [0, 1].map(() => lines(seed, [32, 32], output(1, 'linear')));
      const found = diagnose(repaired, { x, y }, MSE);
      expect(said(found)).to.deep.equal(['unhealthy', 'fault linear hidden1']);
      expect(found.findings[0].why).to.match(/^Put an activation between the layers/);
      found.apply();
      expect(said(diagnose(repaired, { x, y }, MSE))).to.deep.equal(['healthy']);
      const options = { ...MSE, steps: 120 };
      const [failing, learning] = [
        await trained(broken, { x, y }, options),
        await trained(repaired, { x, y }, options),
      ];
      const variance = tf.moments(y).variance.dataSync()[0];
      expect(failing.after / variance).to.be.above(0.8);
      expect(learning.after / variance).to.be.below(0.3);
    }
  });

  const { x, sum, label } = normalRows(1);
  const [a, b] = [0, 1].map((column) => tf.slice(x, [0, column], [200, 1]));
  const xor = tf.cast(tf.greater(tf.mul(a, b), 0), 'float32');
  const BINARY = { loss: 'binaryCrossEntropy' } as const;

  it('reports classes that no line parts, convolutions, and several layers', () => {
    const image = (): tfl.LayersModel =>
      drawn(
        3,
        layers.reshape({ targetShape: [8, 1], inputShape: [8] }),
        layers.conv1d({ filters: 8, kernelSize: 3, name: 'conv' }),
        layers.averagePooling1d({ poolSize: 2 }),
        layers.flatten(),
        output(1, 'linear'),
      );
    const cases: [tfl.LayersModel, tf.Tensor, DiagnoseOptions, string][] = [
      [lines(1, [16], output(1, 'sigmoid')), xor, BINARY, 'hidden1'],
      [lines(2, [64, 64, 16], output(1, 'linear')), tf.square(a), MSE, 'hidden1'],
      [image(), tf.abs(a), MSE, 'conv'],
      [lines(4, [32], layers.batchNormalization(), output(1, 'linear')), tf.abs(a), MSE, 'hidden1'],
    ];
    for (const [model, y, options, layer] of cases)
      expect(faultsOf(model, { x, y }, options)).to.include(`linear ${layer}`);
  });

  it('learns XOR after the repair and not before', async () => {
    const [broken, repaired] = [0, 1].map(() => lines(5, [32], output(1, 'sigmoid')));
    diagnose(repaired, { x, y: xor }, BINARY).apply();
    for (const model of [broken, repaired])
      await trained(model, { x, y: xor }, { loss: 'binaryCrossentropy', steps: 150 });
    expect(accuracy(broken, x, xor)).to.be.below(0.75);
    expect(accuracy(repaired, x, xor)).to.be.above(0.9);
  });

  it('only notes a network whose targets are a line, or noise that no curve explains', () => {
    const noise = normalRows(77, 200, 1).x;
    for (const [y, options] of [
      [tf.div(sum, 3), MSE],
      [label, BINARY],
      [noise, MSE],
    ] as const) {
      const units = options === BINARY ? 'sigmoid' : 'linear';
      expect(said(diagnose(lines(6, [32], output(1, units)), { x, y }, options))).to.deep.equal([
        'healthy',
        'note linear hidden1',
      ]);
    }
  });

  it('reports a single layer that has nothing to learn, because no line explains the targets', () => {
    const corners = tf.tensor2d([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    const parity = tf.tensor2d([0, 1, 1, 0], [4, 1]);
    const steps = tf.reshape(tf.linspace(-1, 1, 65), [65, 1]);
    const unit = (inputs: number, activation: string, ...end: tfl.layers.Layer[]): tfl.LayersModel =>
      drawn(1, layers.inputLayer({ inputShape: [inputs] }), output(1, activation), ...end);
    const cases: [tfl.LayersModel, tf.Tensor, tf.Tensor, DiagnoseOptions][] = [
      [unit(2, 'sigmoid'), corners, parity, BINARY],
      [unit(2, 'sigmoid'), tf.tile(corners, [50, 1]), tf.tile(parity, [50, 1]), BINARY],
      [unit(2, 'linear', layers.activation({ activation: 'sigmoid', name: 'end' })), corners, parity, BINARY],
      [unit(2, 'linear'), corners, parity, MSE],
      [unit(1, 'linear'), steps, tf.square(steps), MSE],
      [unit(2, 'sigmoid'), tf.concat([a, b], 1), xor, BINARY],
    ];
    for (const [i, [model, inputs, y, options]] of cases.entries()) {
      const found = diagnose(model, { x: inputs, y }, options);
      const end = model.layers[model.layers.length - 1].name;
      expect(said(found)[1], `${i}`).to.equal(`fault linear ${end}`);
      expect(found.findings[0].why).to.match(/^Put a hidden layer before the output/);
      expect(found.findings[0].repair.code).to.contain("model.getLayer('output').input");
    }
  });

  it('says nothing of a single layer that has something to learn, or only noise', () => {
    const noise = tf.tensor2d(random(9).normal(new Float32Array(200)), [200, 1]);
    for (const [y, options] of [
      [sum, MSE],
      [label, BINARY],
      [tf.add(sum, tf.mul(noise, 6)), MSE],
      [noise, MSE],
    ] as const) {
      const { findings } = diagnose(lines(1, [], output(1, options === MSE ? 'linear' : 'sigmoid')), { x, y }, options);
      expect(findings.map(({ kind }) => kind)).not.to.include('linear');
    }
  });

  it('says nothing of networks with any other function between their layers', () => {
    const models = [
      lines(2, [32], layers.reLU(), output(1, 'linear')),
      lines(3, [32], layers.layerNormalization(), output(1, 'linear')),
    ];
    for (const model of models) {
      const kinds = diagnose(model, { x, y: tf.abs(a) }, MSE).findings.map(({ kind }) => kind);
      expect(kinds).not.to.include('linear');
    }
  });
});
