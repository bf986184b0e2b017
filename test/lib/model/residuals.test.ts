import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { fixup, initWeights, type LayerRule, normal, scaleResiduals, trace, useBackend, zeroGamma } from 'initlab';
import { tinyTransformer } from 'initlab/tasks';
import { leaked, normals, on, outputsOf, residualNet, type Symbolic, secondMoment, valuesOf } from './support.js';

const { dense, conv2d, add, batchNormalization, reLU } = tfl.layers;

/**
 * Builds a residual net of convolutions: conv, norm, relu, conv, norm, with a projection shortcut
 * in every second block.
 */
function convNet(blocks: number): tfl.LayersModel {
  const input = tfl.input({ shape: [6, 6, 3] });
  const conv = (name: string, kernelSize: number): tfl.layers.Layer =>
    conv2d({ filters: 4, kernelSize, padding: 'same', name });
  let x = on(conv('stem', 3), input);
  for (let i = 0; i < blocks; i++) {
    let branch = on(reLU(), on(batchNormalization({ name: `a_norm${i}` }), on(conv(`a_conv${i}`, 3), x)));
    branch = on(batchNormalization({ name: `b_norm${i}` }), on(conv(`b_conv${i}`, 3), branch));
    const shortcut = i % 2 === 1 ? on(conv(`shortcut${i}`, 1), x) : x;
    x = on(add({ name: `sum${i}` }), [shortcut, branch]);
  }
  const pooled = on(tfl.layers.globalAveragePooling2d({}), x);
  return tfl.model({ inputs: input, outputs: on(dense({ units: 2, name: 'output' }), pooled) });
}

function kernelStd(model: tfl.LayersModel, layer: string): number {
  return Math.sqrt(secondMoment(model.getLayer(layer).weights[0].read()));
}

describe('scaleResiduals', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  it('gives both projections of a GPT with 12 blocks the std .02/√24 = .0040825', () => {
    const { model } = tinyTransformer({
      blocks: 12,
      width: 24,
      context: 4,
      residualScale: 1,
      text: 'abc '.repeat(200),
    });
    const { rows } = scaleResiduals(model, 12);
    expect(rows.map(({ layer }) => layer)).to.deep.equal(
      Array.from({ length: 12 }, (_, i) => [`block${i + 1}_proj`, `block${i + 1}_down`]).flat(),
    );
    for (const { layer, factor } of rows) {
      expect(factor).to.be.closeTo(1 / Math.sqrt(24), 1e-12);
      // At least 576 normal values: the standard deviation has a relative error of .03. The bound
      // is four of them.
      expect(kernelStd(model, layer)).to.be.closeTo(0.0040825, 0.12 * 0.0040825);
    }
    expect(kernelStd(model, 'block1_qkv')).to.be.closeTo(0.02, 0.12 * 0.02);
  });

  it('lets 24 branches, each as large as the stream, multiply its second moment by e instead of 2^24', () => {
    const blocks = 12;
    const model = residualNet(2 * blocks, 64);
    const stream = (scale: boolean): number => {
      const growth = [1, 2, 3, 4].map((seed) => {
        initWeights(model, { rule: evenBranches, seed });
        if (scale) scaleResiduals(model);
        return tf.tidy(() => {
          const [first, last] = outputsOf(model, ['stem', `sum${2 * blocks - 1}`], normals(1, [32, 64]));
          return secondMoment(last) / secondMoment(first);
        });
      });
      return growth.reduce((a, b) => a + b) / 4;
    };
    // Each branch multiplies the second moment by 1 + 1/24, and 1.0417^24 = 2.66. Without scaling,
    // each would double it.
    expect(stream(true)).to.be.within(2, 3.5);
    expect(stream(false)).to.be.above(2 ** 20);
  });

  it('leaves frozen layers unchanged, scales shared layers once, and reports both', () => {
    const x = tfl.input({ shape: [4] });
    const shared = dense({ units: 4, name: 'shared' });
    const frozen = dense({ units: 4, name: 'frozen', trainable: false });
    const sums = [shared, shared, frozen].reduce<Symbolic>(
      (h, layer, i) => on(add({ name: `sum${i}` }), [h, on(layer, h)]),
      x,
    );
    const model = tfl.model({ inputs: x, outputs: on(dense({ units: 1 }), sums) });
    const before = valuesOf(model);
    const { rows } = scaleResiduals(model, 2);
    expect(rows).to.deep.equal([
      { layer: 'shared', branch: 'sum0', factor: 0.5, note: 'shared: called 2 times, changed once' },
      { layer: 'frozen', branch: 'sum2', note: 'left unchanged: frozen' },
    ]);
    expect(valuesOf(model)['shared/kernel']).to.deep.equal(before['shared/kernel'].map((w) => w / 2));
  });

  it('leaves a recurrent branch unchanged, and reports that it is not proportional to its weights', () => {
    const x = tfl.input({ shape: [5, 4] });
    const rnn = tfl.layers.simpleRNN({ units: 4, returnSequences: true, recurrentInitializer: 'zeros', name: 'rnn' });
    const model = tfl.model({ inputs: x, outputs: on(add({ name: 'sum' }), [x, on(rnn, x)]) });
    expect(scaleResiduals(model).rows[0].note).to.include('not proportional');
  });

  it('does not treat a sum of two equally deep paths, or of embeddings, as a residual block', () => {
    const x = tfl.input({ shape: [4] });
    const sum = on(add(), [on(dense({ units: 2 }), x), on(dense({ units: 2 }), x)]);
    expect(() => scaleResiduals(tfl.model({ inputs: x, outputs: sum, name: 'towers' }))).to.throw(
      RangeError,
      'scaleResiduals: model "towers" has no residual branch',
    );
    expect(() => scaleResiduals(residualNet(1), 0)).to.throw(RangeError, 'nLayers is 0');
  });
});

/** Gives relu branches weights that preserve any second moment. */
const evenBranches: LayerRule = ({ name }) =>
  name.startsWith('first') ? normal({ std: Math.sqrt(2 / 64) }) : normal({ std: Math.sqrt(1 / 64) });

describe('zeroGamma', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  it('turns every block into its shortcut, and γ still has a gradient', () => {
    const model = convNet(3);
    const { rows } = zeroGamma(model);
    expect(rows).to.deep.equal([0, 1, 2].map((i) => ({ layer: `b_norm${i}`, branch: `sum${i}`, factor: 0 })));
    const x = normals(1, [2, 6, 6, 3]);
    const [stem, first, shortcut, second, third] = outputsOf(model, ['stem', 'sum0', 'shortcut1', 'sum1', 'sum2'], x);
    expect(first.dataSync()).to.deep.equal(stem.dataSync());
    expect(second.dataSync()).to.deep.equal(shortcut.dataSync());
    expect(third.dataSync()).to.deep.equal(second.dataSync());
    const gamma = model.getLayer('b_norm0').weights[0].read() as tf.Variable;
    const { grads } = tf.variableGrads(() => tf.sum(tf.square(model.predict(x) as tf.Tensor)) as tf.Scalar, [gamma]);
    expect(grads[gamma.name].dataSync().every((value) => value !== 0)).to.equal(true);
  });

  it('leaves branches that do not end in a normalization unchanged, and reports them', () => {
    expect(() => zeroGamma(residualNet(2))).to.throw(
      RangeError,
      'last0: left unchanged: the branch does not end in a normalization',
    );
    const { model } = tinyTransformer({ blocks: 1, width: 12, context: 4, text: 'abc '.repeat(50) });
    expect(() => zeroGamma(model)).to.throw(RangeError, 'does not end in a normalization');
  });

  it('leaves normalizations that are frozen or have no γ unchanged', () => {
    const x = tfl.input({ shape: [4] });
    const norms = [{ name: 'good' }, { name: 'plain', scale: false }, { name: 'frozen', trainable: false }];
    const sums = norms.reduce<Symbolic>(
      (h, args) =>
        on(add(), [h, on(tfl.layers.dropout({ rate: 0.1 }), on(batchNormalization(args), on(dense({ units: 4 }), h)))]),
      x,
    );
    const { rows } = zeroGamma(tfl.model({ inputs: x, outputs: sums }));
    expect(rows.map(({ layer, factor, note }) => [layer, factor ?? note])).to.deep.equal([
      ['good', 0],
      ['plain', 'left unchanged: the normalization has no γ'],
      ['frozen', 'left unchanged: frozen'],
    ]);
  });
});

describe('fixup', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  it('scales the inner layers of a branch by L^(−1/(2m − 2)), sets the last and the output to 0, and starts from He', () => {
    const model = residualNet(16, 64);
    const { rows } = fixup(model, { seed: 1 });
    expect(rows[0]).to.deep.equal({ layer: 'first0', branch: 'sum0', factor: 1 / 4 });
    expect(kernelStd(model, 'first5')).to.be.closeTo(Math.sqrt(2 / 64) / 4, 0.05 * Math.sqrt(2 / 64));
    expect(kernelStd(model, 'last5')).to.equal(0);
    expect(kernelStd(model, 'output')).to.equal(0);
    expect(rows.at(-1)?.note).to.include('scalar biases and multipliers');
  });

  it('counts the layers m of a branch: in branches of three, layers are scaled by L^(−1/4)', () => {
    const x = tfl.input({ shape: [8] });
    const block = (h: Symbolic, i: number): Symbolic => {
      const inner = [0, 1, 2].reduce(
        (z, k) => on(dense({ units: 8, activation: 'relu', name: `layer${i}${k}` }), z),
        h,
      );
      return on(add(), [h, inner]);
    };
    const model = tfl.model({ inputs: x, outputs: on(dense({ units: 1 }), [0, 1, 2, 3].reduce(block, x)) });
    const { rows } = fixup(model);
    expect(rows.slice(0, 3).map(({ factor }) => factor)).to.deep.equal([4 ** -0.25, 4 ** -0.25, 0]);
  });

  /**
   * Measures how far four steps of gradient descent at a rate of .1 move the output of a model
   * initialized by `init`.
   */
  async function moved(blocks: number, init: (model: tfl.LayersModel) => unknown): Promise<number> {
    const model = residualNet(blocks);
    init(model);
    model.compile({ optimizer: tf.train.sgd(0.1), loss: 'categoricalCrossentropy' });
    const x = normals(1, [32, 16]);
    const y = tf.oneHot(
      tf.tensor1d(
        Array.from({ length: 32 }, (_, i) => i % 3),
        'int32',
      ),
      3,
    );
    const before = model.predict(x) as tf.Tensor;
    for (let step = 0; step < 4; step++) await model.trainOnBatch(x, y);
    return tf.tidy(() => Math.sqrt(secondMoment(tf.sub(model.predict(x) as tf.Tensor, before))));
  }

  it('makes the output, and its change in the first steps, equal at any depth, which He does not', async () => {
    const streams = [1, 8, 40].map((blocks) => {
      const model = residualNet(blocks);
      fixup(model);
      return Array.from(outputsOf(model, [`sum${blocks - 1}`], normals(1, [4, 16]))[0].dataSync());
    });
    expect(streams[1]).to.deep.equal(streams[0]);
    expect(streams[2]).to.deep.equal(streams[0]);
    const [shallow, deep] = [await moved(2, fixup), await moved(40, fixup)];
    expect(deep / shallow).to.be.within(0.7, 1.5);
    const model = residualNet(40);
    initWeights(model);
    expect(secondMoment(outputsOf(model, ['sum39'], normals(1, [4, 16]))[0])).to.be.above(1e4);
  });

  it('finds parallel branches, and counts the layers of queries, keys and values as one', () => {
    const x = tfl.input({ shape: [6, 8] });
    const [query, key, value] = ['query', 'key', 'value'].map((name) => on(dense({ units: 8, name }), x));
    const scores = on(tfl.layers.softmax(), on(tfl.layers.dot({ axes: 2 }), [query, key]));
    const seen = on(tfl.layers.dot({ axes: [2, 1] }), [scores, value]);
    const proj = on(dense({ units: 8, name: 'proj' }), seen);
    const down = on(dense({ units: 8, name: 'down' }), on(dense({ units: 32, activation: 'gelu', name: 'up' }), x));
    const sum = on(add({ name: 'sum' }), [x, proj, down]);
    const model = tfl.model({ inputs: x, outputs: on(dense({ units: 2, name: 'output' }), sum) });
    expect(scaleResiduals(model).rows.map(({ layer, factor }) => [layer, factor])).to.deep.equal([
      ['proj', 1 / Math.sqrt(2)],
      ['down', 1 / Math.sqrt(2)],
    ]);
    expect(
      fixup(model)
        .rows.slice(0, 7)
        .map(({ layer, factor }) => [layer, factor]),
    ).to.deep.equal([
      ...['query', 'key', 'value'].map((name) => [name, 2 ** -0.5]),
      ['proj', 0],
      ['up', 2 ** -0.5],
      ['down', 0],
      ['output', 0],
    ]);
  });

  it('notes that a branch cannot learn if a ReLU follows the layer of zeros, which then has no gradient', () => {
    for (const [end, isStuck] of [
      [{ activation: 'relu' }, true],
      [{ activation: 'tanh' }, false],
      [{}, false],
    ] as const) {
      const x = tfl.input({ shape: [8] });
      const inner = on(dense({ units: 8, activation: 'relu', name: 'first' }), x);
      const sum = on(add({ name: 'sum' }), [x, on(dense({ units: 8, name: 'last', ...end }), inner)]);
      const model = tfl.model({ inputs: x, outputs: on(dense({ units: 1, name: 'output' }), sum) });
      const { rows } = fixup(model);
      expect(rows[1].layer).to.equal('last');
      expect(rows[1].note?.includes('cannot learn') ?? false).to.equal(isStuck);
      // Fixup sets the output to 0, too, so it must have weights before a gradient reaches the sum.
      model.getLayer('output').setWeights([tf.ones([8, 1]), tf.zeros([1])]);
      const samples = { x: { data: normals(1, [4, 8]).dataSync<'float32'>(), shape: [4, 8] }, y: [1, 2, 3, 4] };
      const last = trace(model, samples, { loss: 'meanSquaredError' }).layers.find(({ name }) => name === 'last');
      expect(last?.weights[0].lossGradientSecondMoment === 0).to.equal(isStuck);
    }
  });

  it('reports every normalization in the model, and leaves no tensors behind', () => {
    const model = convNet(2);
    expect(fixup(model).rows.filter(({ note }) => note?.includes('normalization'))).to.have.length(4);
    expect(leaked(() => [fixup(model), zeroGamma(model), scaleResiduals(model)])).to.equal(0);
  });

  it('refuses a model without residual branches, and unknown options', () => {
    const model = tfl.sequential({ layers: [dense({ units: 1, inputShape: [2] })], name: 'plain' });
    expect(() => fixup(model)).to.throw(RangeError, 'fixup: model "plain" has no residual branch');
    expect(() => fixup(residualNet(1), { depth: 3 } as never)).to.throw(TypeError, 'unknown option "depth"');
  });
});
