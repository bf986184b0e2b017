import { inspect } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import {
  type Losses,
  type MimeBundle,
  type ModelTrace,
  type TensorValues,
  type TraceOptions,
  trace,
  useBackend,
} from 'initlab';
import { apply, expectClose, layers, normals, seeded } from './models.js';

type Activation = 'softmax' | 'sigmoid' | 'linear';

const net = (activation: Activation, units = 3) =>
  seeded(tfl.sequential({ layers: [layers.dense({ units, activation, inputShape: [4], name: 'out' })] }));
const lossOf = (model: tfl.LayersModel, y: TensorValues, options?: TraceOptions) =>
  trace(model, { x: normals([6, 4]), y }, options).loss;

/** Builds a model with two inputs of 1 and 2 numbers, and two outputs of 1 and 2. */
function pair(): tfl.LayersModel {
  const [a, b] = [1, 2].map((n) => tfl.input({ shape: [n], name: `in${n}` }));
  const both = apply(layers.concatenate(), [a, b]);
  const outputs = [1, 2].map((units) => apply(layers.dense({ units, name: `out${units}` }), both));
  return seeded(tfl.model({ inputs: [a, b], outputs }));
}

describe('trace', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  it('chooses the loss by the activation of the output, and reports the choice', () => {
    const labels = [0, 1, 2, 0, 1, 2];
    const oneHot = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 3), 'float32');
    const dense = lossOf(net('softmax'), oneHot);
    expect(dense).to.deep.include({ name: 'crossEntropy', from: 'output' });
    expect(lossOf(net('softmax'), labels)).to.deep.equal(dense);
    const tfjs = lossOf(net('softmax'), labels, { loss: 'sparseCategoricalCrossentropy' });
    expect(tfjs).to.deep.include({ name: 'sparseCategoricalCrossentropy', from: 'option' });
    expectClose(tfjs?.value, dense?.value as number, 'value');
    const logits = lossOf(net('linear'), labels, { loss: 'crossEntropy' });
    expectClose(logits?.value, dense?.value as number, 'of logits');
    expect(lossOf(net('sigmoid', 1), [0, 1, 0, 1, 1, 1])?.name).to.equal('binaryCrossEntropy');
    expect(lossOf(net('linear', 1), [0, 1, 0, 1, 1, 1])?.name).to.equal('meanSquaredError');
    expect(lossOf(net('linear'), labels)).to.deep.equal({ ...logits, from: 'output' });
    expect(lossOf(net('linear'), normals([6, 3], 2))?.name).to.equal('meanSquaredError');
  });

  it('uses the loss of a compiled model, with the value that evaluate gives, unless another loss is given', () => {
    const model = net('linear');
    const y = normals([6, 3], 2);
    model.compile({ loss: 'meanAbsoluteError', optimizer: 'sgd' });
    const found = lossOf(model, y);
    expect(found).to.deep.include({ name: 'meanAbsoluteError', from: 'model' });
    expectClose(found?.value, (model.evaluate(normals([6, 4]), y) as tf.Scalar).dataSync()[0], 'value');
    expect(lossOf(model, y, { loss: 'meanSquaredError' })).to.deep.include({
      name: 'meanSquaredError',
      from: 'option',
    });
    const cubes = (truth: tf.Tensor, output: tf.Tensor) => tf.mean(tf.pow(tf.sub(truth, output), 3));
    expect(lossOf(model, y, { loss: cubes })).to.deep.include({ name: 'cubes', from: 'option' });
  });

  it('adds up the losses of several outputs, given as a list, by name, or as one for all', () => {
    const model = pair();
    const x = { in2: normals([5, 2]), in1: normals([5, 1]) };
    const y = [normals([5, 1], 3), normals([5, 2], 4)];
    const [first, second] = (model.predict([x.in1, x.in2]) as tf.Tensor[]).map((output, i) => {
      const difference = tf.sub(output, y[i]);
      return [tf.mean(tf.square(difference)), tf.mean(tf.abs(difference))].map((value) => value.dataSync()[0]);
    });
    const value = (loss: Losses) => trace(model, { x, y }, { loss }).loss?.value;
    expectClose(value('meanSquaredError'), first[0] + second[0], 'one for all');
    expectClose(value(['meanSquaredError', 'meanAbsoluteError']), first[0] + second[1], 'list');
    expectClose(value({ out2: 'meanSquaredError', out1: 'meanAbsoluteError' }), first[1] + second[0], 'by name');
    expect(() => value(['meanSquaredError'])).to.throw(RangeError, 'one for each of out1, out2');
    expect(() => value({ out1: 'meanSquaredError' })).to.throw(RangeError, 'one for each of out1, out2');
  });

  it('gives equal results for data as tensors, nested arrays, typed arrays or arrays with a shape', () => {
    const model = net('linear');
    const rows = [
      [1, 2, 3, 4],
      [5, 6, 7, 9],
    ];
    const flat = Float32Array.from(rows.flat());
    const expected = trace(model, {
      x: tf.tensor2d(rows),
      y: [
        [1, 0, 1],
        [0, 1, 0],
      ],
    });
    const targets = [
      tf.tensor2d([1, 0, 1, 0, 1, 0], [2, 3]),
      new Float32Array([1, 0, 1, 0, 1, 0]),
      { shape: [2, 3], data: new Uint8Array([1, 0, 1, 0, 1, 0]) },
    ];
    const shaped = { shape: [2, 4], data: flat };
    [rows, flat, shaped, [shaped], [tf.tensor2d(rows)], { out_input: rows }].forEach((x, i) => {
      expect(trace(model, { x: x as TensorValues, y: targets[i % 3] })).to.deep.equal(expected);
    });
  });

  it('refuses data and options that do not fit, names them, and leaves no tensors behind', () => {
    const model = net('softmax');
    const linear = net('linear');
    const x = normals([6, 4]);
    const { numTensors } = tf.memory();
    const run = (given: unknown, y?: unknown, options?: object) => () =>
      trace(model, { x: given as never, y: y as never }, options);
    expect(run([[1, 2]])).to.throw(RangeError, 'x of input "out_input" has shape [1, 2]; it must be [batch, 4]');
    expect(run(new Float32Array(7))).to.throw(RangeError, 'x of input "out_input" has 7 numbers');
    expect(run(new Float32Array(0))).to.throw(RangeError, 'has no numbers; give at least one sample');
    expect(run(3)).to.throw(TypeError, 'x is 3');
    expect(run({ other: x })).to.throw(RangeError, 'x has no entry "out_input"');
    expect(run(x, [1, 2])).to.throw(RangeError, 'y of output');
    expect(run(x, [0, 1, 2, 0, 1, 2], { loss: 'categoricalCrossentropy' })).to.throw(
      RangeError,
      'y has shape [6, 1]; categoricalCrossentropy needs [batch, 3]',
    );
    expect(() => trace(linear, { x, y: [0, 1, 2, 0, 1, 2.5] })).to.throw(
      RangeError,
      "y has shape [6, 1]; meanSquaredError, the default because no loss was given, needs [batch, 3]. For class numbers as labels, set loss: 'crossEntropy'",
    );
    expect(run(x, Array(6).fill([0, 1]))).to.throw(
      RangeError,
      'crossEntropy needs rows of probabilities of shape [batch, 3], or class numbers of shape [batch]',
    );
    expect(run(x, [0, 1, 2, 0, 1, 3])).to.throw(
      RangeError,
      'y has the label 3 at index 5; labels for 3 outputs must be',
    );
    expect(run(x, Array(6).fill([0, 1, 1]))).to.throw(RangeError, 'y has a sum of 2 in row 0');
    expect(run(x, Array(6).fill([0, 1, 3]), { loss: 'binaryCrossEntropy' })).to.throw(RangeError, 'y has 3 at index 2');
    expect(run(x, [0, 1, 2, 0, 1, 2], { loss: 'nonsense' })).to.throw(
      RangeError,
      'loss is "nonsense"; allowed: crossEntropy, binaryCrossEntropy',
    );
    expect(run(x, [0, 1, 2, 0, 1, 2], { optimizer: 'nonsense' })).to.throw(
      RangeError,
      'optimizer is "nonsense"; allowed: sgd',
    );
    expect(run(x, [0, 1, 2, 0, 1, 2], { learningRate: -1 })).to.throw(RangeError, 'learningRate is -1');
    expect(run(x, undefined, { loss: 'meanSquaredError' })).to.throw(TypeError, 'option "loss" needs the targets y');
    expect(run(x, undefined, { backward: 'no' })).to.throw(TypeError, 'backward is "no"; it must be true or false');
    expect(run(x, undefined, { training: 1 })).to.throw(TypeError, 'training is 1');
    expect(run(x, [0, 1, 2, 0, 1, 2], { loss: () => 3 })).to.throw(TypeError, 'the loss function returned 3');
    expect(run(x, undefined, { bins: 0 })).to.throw(RangeError, 'bins is 0');
    expect(run(x, undefined, { seed: -1 })).to.throw(RangeError, 'seed is -1');
    expect(run(x, undefined, { sead: 1 })).to.throw(TypeError, 'trace: unknown option "sead"');
    expect(() => trace({} as never, { x })).to.throw(TypeError, 'it must be a LayersModel');
    expect(tf.memory().numTensors).to.equal(numTensors);
  });

  it('gives equal results for the same seed, and another v for another seed', () => {
    const model = net('linear');
    const gradient = (seed: number | bigint) => trace(model, { x: normals([6, 4]) }, { seed }).layers[0].gradient;
    expect(gradient(4)).to.deep.equal(gradient(4n));
    expect(gradient(4)).not.to.deep.equal(gradient(5));
  });

  it('drops the same units for the same seed, and only in training', () => {
    const model = tfl.sequential({ layers: [layers.dropout({ rate: 0.25, inputShape: [40] })] });
    const ones = tf.ones([50, 40]);
    const kept = (seed: number, training = true) => trace(model, { x: ones }, { seed, training }).layers[1].activation;
    expect(kept(1)).to.deep.equal(kept(1));
    expect(kept(1).mean).not.to.equal(kept(2).mean);
    // The units that stay are divided by .75. Five standard errors of the share that is kept of
    // 2000 are .048.
    expect(0.75 * kept(1).mean).to.be.closeTo(0.75, 0.048);
    expect(kept(1, false).variance).to.equal(0);
  });

  it('limits the result to what the options request', () => {
    const model = net('linear');
    const forward = trace(model, { x: normals([6, 4]), y: normals([6, 3]) }, { backward: false });
    expect(forward.loss?.value).to.be.above(0);
    expect(forward.layers[1]).not.to.have.any.keys('gradient', 'lossGradient', 'activationGradient');
    expect(forward).not.to.have.property('optimizer');
    expect(trace(model, { x: normals([6, 4]) })).not.to.have.any.keys('loss', 'optimizer', 'nonFinite');
  });
});

describe('the result of trace', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  it('is plain data that is shown as a table', () => {
    const traced = trace(net('softmax'), { x: normals([6, 4]), y: [0, 1, 2, 0, 1, 2] });
    expect(structuredClone(traced)).to.deep.equal({ ...traced });
    const lines = String(traced).split('\n');
    expect(lines[0]).to.match(/^2 layer calls, 6 samples; loss [\d.]+ \(crossEntropy, chosen for the output\)$/);
    expect(lines[1].split(/ {2,}/).slice(0, 3)).to.deep.equal(['layer', 'kind', 'shape']);
    expect(lines[3]).to.match(/^out +Dense softmax +3 /);
    expect(inspect(traced)).to.equal(String(traced));
    const bundle = (traced as ModelTrace & Record<symbol, () => MimeBundle>)[Symbol.for('Jupyter.display')]();
    expect(Object.keys(bundle)).to.deep.equal(['text/html', 'text/markdown', 'text/plain']);
    expect(bundle['text/html']).to.include('<table>').and.to.include('E gradient²');
    expect(bundle['text/plain']).to.equal(String(traced));
  });

  it('says in its first line where values stop being finite', () => {
    const traced = trace(net('linear'), { x: [[1, 2, Number.POSITIVE_INFINITY, 0]] });
    expect(String(traced).split('\n')[0]).to.equal('2 layer calls, 1 samples; not finite from out_input on (input)');
  });
});
