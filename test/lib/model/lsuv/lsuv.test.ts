import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { initWeights, lsuv, normal, trace, useBackend } from 'initlab';
import { leaked, normals, on, residualNet, valuesOf } from '../support.js';

const { dense, conv2d } = tfl.layers;

describe('lsuv', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  /**
   * Builds a model with convolutions of all kinds, activations inside and after layers, a residual
   * sum, a normalization and dense layers.
   */
  function zoo(): tfl.LayersModel {
    const { depthwiseConv2d, separableConv2d, conv2dTranspose, reLU, batchNormalization, flatten, add } = tfl.layers;
    const x = tfl.input({ shape: [8, 8, 3] });
    const stem = on(conv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'selu', name: 'stem' }), x);
    const inner = on(
      reLU(),
      on(batchNormalization(), on(depthwiseConv2d({ kernelSize: 3, padding: 'same', name: 'depthwise' }), stem)),
    );
    const separable = on(
      separableConv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'tanh', name: 'separable' }),
      inner,
    );
    const up = conv2dTranspose({ filters: 4, kernelSize: 2, strides: 2, activation: 'sigmoid', name: 'up' });
    const flat = on(flatten(), on(up, on(add(), [stem, separable])));
    const hidden = on(dense({ units: 16, activation: 'gelu', name: 'hidden' }), flat);
    return tfl.model({ inputs: x, outputs: on(dense({ units: 4, activation: 'softmax', name: 'output' }), hidden) });
  }
  const names = ['stem', 'depthwise', 'separable', 'up', 'hidden', 'output'];

  it('gives every layer variance 1 within the tolerance, as measured by trace, and nearly 1 on another batch', () => {
    for (const tolerance of [0.1, 0.001]) {
      const model = zoo();
      const { rows } = lsuv(model, { x: normals(1, [64, 8, 8, 3]) }, { tolerance });
      expect(rows.map(({ layer }) => layer)).to.deep.equal(names);
      const variances = (seed: number): number[] => {
        const { layers } = trace(model, { x: normals(seed, [64, 8, 8, 3]) });
        return names.map((name) => layers.find((layer) => layer.name === name)?.preActivation?.variance ?? Number.NaN);
      };
      for (const [i, variance] of variances(1).entries()) {
        expect(rows[i].reached, names[i]).to.equal(true);
        expect(rows[i].attempts).to.be.within(0, 2);
        expect(variance).to.be.closeTo(1, tolerance);
        expect(rows[i].variance).to.be.closeTo(variance, 1e-5);
      }
      for (const variance of variances(2)) expect(variance).to.be.within(0.5, 2);
    }
  });

  it('rescales bad weights without drawing new ones if orthonormal is false, even in layers with biases', () => {
    const model = zoo();
    initWeights(model, {
      rule: ({ name }) => ({
        kernel: normal({ std: name === 'hidden' ? 1e-4 : 30 }),
        depthwise: normal({ std: 3 }),
        pointwise: normal({ std: 0.01 }),
        bias: normal({ std: 0.3 }),
      }),
    });
    const before = valuesOf(model);
    const { rows } = lsuv(model, { x: normals(1, [64, 8, 8, 3]) }, { orthonormal: false, maxAttempts: 30 });
    expect(rows.filter(({ reached }) => !reached)).to.deep.equal([]);
    expect(rows.some(({ attempts }) => attempts > 1)).to.equal(true);
    const after = valuesOf(model);
    expect(after['hidden/bias']).to.deep.equal(before['hidden/bias']);
    const ratios = after['hidden/kernel'].map((w, i) => w / before['hidden/kernel'][i]);
    for (const ratio of ratios) expect(ratio).to.be.closeTo(ratios[0], 1e-4 * ratios[0]);
  });

  it('starts with orthonormal weights, the same for the same seed', () => {
    const model = tfl.sequential({ layers: [dense({ units: 6, inputShape: [6], useBias: false })] });
    const kernels = [1, 1, 2].map((seed) => {
      lsuv(model, { x: normals(1, [50, 6]) }, { seed });
      return Object.values(valuesOf(model))[0];
    });
    const kernel = tf.tensor2d(kernels[0], [6, 6]);
    const product = tf.matMul(kernel, kernel, true).dataSync();
    for (const [i, value] of product.entries()) expect(value).to.be.closeTo(i % 7 === 0 ? product[0] : 0, 1e-6);
    expect(kernels[0]).to.deep.equal(kernels[1]);
    expect(kernels[0]).to.not.deep.equal(kernels[2]);
  });

  it('leaves frozen and recurrent layers unchanged, scales shared layers once, and reports both', () => {
    const x = tfl.input({ shape: [5, 4] });
    const rnn = tfl.layers.simpleRNN({ units: 4, recurrentInitializer: 'zeros', name: 'rnn' });
    const shared = dense({ units: 4, name: 'shared' });
    const frozen = dense({ units: 4, name: 'frozen', trainable: false });
    const model = tfl.model({ inputs: x, outputs: on(frozen, on(shared, on(shared, on(rnn, x)))) });
    const before = valuesOf(model);
    const { rows } = lsuv(model, { x: normals(1, [20, 5, 4]) });
    expect(rows.map(({ layer, note }) => [layer, note])).to.deep.equal([
      ['rnn', 'left unchanged: not proportional to one matrix of weights'],
      ['shared', 'shared: called 2 times, scaled at the first'],
      ['frozen', 'left unchanged: frozen'],
    ]);
    expect(rows[1].reached).to.equal(true);
    expect(valuesOf(model)['frozen/kernel']).to.deep.equal(before['frozen/kernel']);
  });

  it('reports which layers cannot reach variance 1, and why', () => {
    const layers = [
      dense({
        units: 4,
        inputShape: [4],
        name: 'held',
        kernelInitializer: 'ones',
        kernelConstraint: tfl.constraints.maxNorm({ maxValue: 0.1 }),
      }),
      dense({ units: 4, activation: 'relu', name: 'off', useBias: true }),
      dense({ units: 4, name: 'nothing', useBias: false }),
    ];
    const model = tfl.sequential({ layers });
    model.getLayer('off').setWeights([tf.zeros([4, 4]), tf.fill([4], -1)]);
    const { rows } = lsuv(model, { x: normals(1, [50, 4]) }, { orthonormal: false });
    expect(rows.map(({ layer, reached, note }) => [layer, reached, note])).to.deep.equal([
      ['held', false, 'not reached: a constraint fixes its weights'],
      ['off', false, 'not reached: its output does not vary'],
      ['nothing', false, 'not reached: its output does not vary'],
    ]);
  });

  it('refuses a batch that does not fit or is not finite before it changes anything', () => {
    const model = residualNet(1, 4);
    const before = valuesOf(model);
    expect(() => lsuv(model, { x: normals(1, [5, 3]) })).to.throw(RangeError, 'shape');
    expect(() => lsuv(model, { x: [[1, 2, Number.NaN, 3]] })).to.throw(RangeError, 'value 2 of the batch is NaN');
    expect(() => lsuv(model, { x: normals(1, [5, 4]) }, { tolerance: 0 })).to.throw(RangeError, 'tolerance is 0');
    expect(() => lsuv(model, { x: normals(1, [5, 4]) }, { maxAttempts: 0.5 })).to.throw(
      RangeError,
      'maxAttempts is 0.5',
    );
    expect(() => lsuv(model, { x: normals(1, [5, 4]) }, { attempts: 1 } as never)).to.throw(
      TypeError,
      'unknown option',
    );
    expect(valuesOf(model)).to.deep.equal(before);
  });

  it('refuses invalid options', () => {
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [2] })] });
    const run = (options: object) => () => lsuv(model, { x: [[1, 2]] }, options);
    expect(run({ orthonormal: 'no' })).to.throw(TypeError, 'orthonormal is "no"; it must be true or false');
    expect(run({ tolerance: Number.NaN })).to.throw(RangeError, 'tolerance is NaN');
  });

  it('leaves no tensors behind, and gives the same result on the cpu backend', async () => {
    const model = residualNet(2, 8);
    const x = normals(1, [20, 8]);
    expect(leaked(() => lsuv(model, { x }))).to.equal(0);
    const onWasm = valuesOf(model);
    await useBackend('cpu');
    lsuv(model, { x });
    for (const [name, values] of Object.entries(valuesOf(model)))
      for (const [i, value] of values.entries()) expect(value, name).to.be.closeTo(onWasm[name][i], 1e-4);
    await useBackend('wasm');
  });
});
