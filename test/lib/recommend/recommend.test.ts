import { sequential, layers as tfLayers } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import {
  activation,
  fixup,
  initWeights,
  type LayerSpec,
  type RecommendOptions,
  random,
  recommend,
  simulate,
  useBackend,
} from 'initlab';
import { evaluated, gainOfDraw } from './measure.js';
import { residualNet } from './networks.js';

/** One case for each row of the table, and the call that it recommends. */
const cases: [RecommendOptions, string][] = [
  [{}, 'heNormal()'],
  [{ layer: 'conv', normalization: 'batchNorm', optimizer: 'sgd' }, 'heNormal()'],
  [{ layer: 'convTranspose' }, "heNormal({ layer: 'convTranspose' })"],
  [{ activation: activation('leakyRelu', { slope: 0.3 }) }, 'heNormal({ slope: 0.3 })'],
  [{ activation: 'silu' }, "lecunNormal({ activation: 'silu' })"],
  [{ activation: 'tanh' }, 'xavierUniform()'],
  [{ activation: 'tanh', depth: 50 }, 'orthogonal()'],
  [{ activation: 'sigmoid' }, 'lecunNormal({ gain: 4 })'],
  [{ activation: 'selu' }, 'lecunNormal()'],
  [{ depth: 50 }, "orthogonal({ activation: 'relu' })"],
  [{ activation: activation('leakyRelu', { slope: 0.3 }), depth: 50 }, 'orthogonal({ slope: 0.3 })'],
  [{ layer: 'rnn' }, 'orthogonal()'],
  [{ layer: 'rnn', activation: 'relu' }, 'identity()'],
  [{ layer: 'gru' }, 'orthogonal()'],
  [{ layer: 'lstm' }, 'orthogonal()'],
  [{ residual: 'last' }, 'zeros()'],
  [{ residual: 'inner', depth: 16, activation: 'linear' }, 'lecunNormal({ gain: 1 / Math.sqrt(16) })'],
  [{ residual: 'last', normalization: 'batchNorm' }, 'heNormal()'],
  [{ residual: 'last', normalization: 'preNorm', depth: 12 }, 'lecunNormal({ gain: 1 / Math.sqrt(24) })'],
  [{ layer: 'embedding' }, 'normal({ std: 0.02 })'],
  [{ layer: 'embedding', normalization: 'none' }, 'normal()'],
  [{ layer: 'attention' }, 'normal({ std: 0.02 })'],
  [{ layer: 'attention', residual: 'last', depth: 12 }, 'normal({ std: 0.02 / Math.sqrt(24) })'],
  [{ layer: 'attention', normalization: 'postNorm' }, 'xavierUniform()'],
  [{ layer: 'dense', normalization: 'postNorm', residual: 'last' }, 'xavierUniform()'],
  [{ layer: 'output', activation: 'softmax' }, 'lecunNormal()'],
  [{ layer: 'output', activation: 'sigmoid' }, 'lecunNormal()'],
  [{ layer: 'output' }, 'lecunNormal({ gain: 0.1 })'],
  [{ layer: 'output', task: 'gan', activation: 'tanh' }, 'normal({ std: 0.02 })'],
];

describe('recommend', () => {
  before(() => useBackend('wasm'));

  for (const [options, code] of cases) {
    const asked = Object.entries(options).map(
      ([key, value]) => `${key}: ${typeof value === 'object' ? value.name : value}`,
    );
    it(`recommends ${code} for { ${asked.join(', ')} }, which draws the same weights as its initializer`, () => {
      const found = recommend(options);
      const shape = options.layer === 'convTranspose' ? [3, 3, 16, 16] : [64, 64];
      expect(found.code).to.equal(code);
      expect(evaluated(code)(random(7), shape)).to.deep.equal(found.initializer(random(7), shape));
      expect(found.source).to.match(/(19|20)\d\d/);
      const [name] = Object.keys(found.weights);
      expect(found.weights[name]).to.equal(found.initializer);
      if (!Number.isNaN(found.gain) && shape.length === 2)
        expect(gainOfDraw(found.initializer)).to.be.closeTo(found.gain, 0.01 * found.gain);
    });
  }

  it('returns weights that a rule of initWeights can return, with separate gates of an LSTM and an open forget gate', () => {
    const layer = tfLayers.lstm({ units: 4, inputShape: [5, 3] });
    const model = sequential({ layers: [layer] });
    initWeights(model, { rule: () => recommend({ layer: 'lstm' }).weights });
    const [kernel, recurrent, bias] = layer.getWeights().map((weight) => weight.dataSync());
    expect([...bias]).to.deep.equal([...Array(4).fill(0), ...Array(4).fill(1), ...Array(8).fill(0)]);
    for (let gate = 0; gate < 4; gate++)
      for (let other = 0; other < 4; other++) {
        const rows = [0, 1, 2, 3].map((row) => [0, 1, 2, 3].map((column) => recurrent[16 * row + 4 * gate + column]));
        const product = rows[0].reduce((sum, w, i) => sum + w * rows[other][i], 0);
        expect(product).to.be.closeTo(other === 0 ? 1 : 0, 1e-5);
      }
    expect(Math.max(...kernel)).to.be.within(0.5, Math.sqrt(6 / 7));
    model.dispose();
  });

  it('has no bias initializer if the bias depends on the weights, or for an embedding', () => {
    expect(recommend({ activation: 'sigmoid' }).weights).to.have.all.keys('kernel');
    expect(recommend({ layer: 'embedding' }).weights).to.have.all.keys('embeddings');
    expect(recommend({ layer: 'depthwise' }).weights).to.have.all.keys('depthwise', 'bias');
    expect(recommend({ layer: 'gru' }).weights).to.have.all.keys('recurrent', 'kernel', 'bias');
  });

  it('scales the branches of a net without normalization as fixup does', () => {
    const model = residualNet({ blocks: 9, width: 16 });
    const inner = fixup(model).rows.find(({ layer }) => layer === 'inner0');
    const found = recommend({ residual: 'inner', depth: 9 });
    expect(found.gain).to.be.closeTo(Math.SQRT2 * (inner?.factor ?? 0), 1e-12);
    model.dispose();
  });

  it('adds the variance of one branch in total to a stream with pre-norm', async () => {
    const [blocks, units] = [8, 128];
    const inner = recommend({ activation: 'relu', normalization: 'preNorm' }).initializer;
    const last = recommend({ residual: 'last', normalization: 'preNorm', depth: blocks }).initializer;
    const branch: LayerSpec[] = [
      { type: 'layerNorm' },
      { type: 'dense', units, activation: 'relu', init: inner },
      { type: 'dense', units, init: last },
    ];
    const stream = await simulate({
      inputShape: [units],
      layers: Array(2 * blocks).fill({ type: 'residual', branch }),
      trials: 4,
      jobs: 1,
    });
    expect(stream.layers.at(-1)?.activation.secondMoment).to.be.closeTo(2, 0.15);
  });

  it('recommends γ = 0 instead of weights of 0 if a branch ends with a normalization', () => {
    const { initializer, bias } = recommend({ layer: 'conv', residual: 'last', normalization: 'batchNorm' });
    expect(bias).to.contain('zeroGamma(model)');
    expect(initializer(random(1), [3, 3, 4, 4]).every((w) => w !== 0)).to.equal(true);
  });

  describe('for outputs of features with second moment 1', () => {
    const [batch, features] = [400, 64];
    const x = random(1).normal(new Float32Array(batch * features));

    function outputs(options: RecommendOptions, units: number): Float32Array {
      const weights = recommend({ layer: 'output', ...options }).initializer(random(2), [features, units]);
      const z = new Float32Array(batch * units);
      for (let i = 0; i < z.length; i++)
        for (let j = 0; j < features; j++)
          z[i] += x[features * Math.floor(i / units) + j] * weights[units * j + (i % units)];
      return z;
    }

    it('starts the loss of a softmax at ½ above ln C', () => {
      const classes = 50;
      const z = outputs({ activation: 'softmax' }, classes);
      let loss = 0;
      for (let i = 0; i < batch; i++) {
        const logits = z.subarray(classes * i, classes * (i + 1));
        const normalizer = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
        loss += (normalizer - logits[i % classes]) / batch;
      }
      expect(loss - Math.log(classes)).to.be.within(0.35, 0.65);
    });

    it('starts the loss of a regression at 1 % above the variance of the targets', () => {
      const added = outputs({}, 8).reduce((sum, output) => sum + output ** 2 / (8 * batch), 0);
      expect(added).to.be.closeTo(0.01, 0.002);
    });

    it('starts a GAN at outputs where tanh has a gradient', () => {
      const slopes = outputs({ task: 'gan', activation: 'tanh' }, 3).map((z) => 1 - Math.tanh(z) ** 2);
      expect(Math.min(...slopes)).to.be.above(0.5);
    });

    it('says how to compute the bias from the labels', () => {
      const biasOf = (options: RecommendOptions): string => recommend({ layer: 'output', ...options }).bias;
      expect(biasOf({ activation: 'softmax' })).to.match(/setOutputBias\(model, \{ y \}\)$/);
      expect(biasOf({ task: 'softmax' })).to.contain("{ task: 'softmax' }");
      expect(biasOf({ task: 'binary' })).to.contain("{ task: 'binary' }");
      expect(biasOf({ activation: 'sigmoid' })).to.match(/log-odds.*setOutputBias\(model, \{ y \}\)$/);
      expect(biasOf({})).to.contain("mean of the targets: setOutputBias(model, { y }, { task: 'regression' })");
      expect(biasOf({ activation: 'tanh', task: 'regression' })).to.equal('0');
    });
  });

  it('is shown as lines in a terminal and as a table in a notebook', () => {
    const found = recommend({ layer: 'lstm', optimizer: 'adam' });
    const text = String(found);
    expect(text).to.match(
      /^lstm layer with tanh: orthogonal\(\)\n {2}gain {11}1\n {2}bias {11}0, and 1 in the forget gate\n/,
    );
    expect(text.split('\n').every((line) => line.length <= 100)).to.equal(true);
    const bundle = (found as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]();
    expect(bundle['text/html']).to.match(/^<p>lstm layer with tanh: orthogonal\(\)<\/p>\n<table>/);
    expect(bundle['text/html']).to.contain('learning rate');
    expect(bundle['text/plain']).to.equal(text);
    expect(String(recommend({ layer: 'attention' }))).to.contain('none, because the scale does not follow the fan');
  });

  const wrong: [string, object, string][] = [
    ['an unknown layer', { layer: 'capsule' }, 'layer is "capsule"; allowed: dense, conv'],
    ['an unknown activation', { activation: 'rleu' }, 'activation is "rleu"; allowed: linear, relu'],
    ['a depth that is not a number of layers', { depth: 0 }, 'depth is 0; it must be an integer of at least 1'],
    ['an unknown place in a branch', { residual: true }, 'residual is true; allowed: inner, last'],
    ['an unknown normalization', { normalization: 'batch' }, 'normalization is "batch"; allowed: none, batchNorm'],
    ['an unknown optimizer', { optimizer: 'lion' }, 'optimizer is "lion"; allowed: sgd, momentum'],
    ['an unknown task', { layer: 'output', task: 'x' }, 'task is "x"; allowed: softmax, binary, regression, gan'],
    ['softmax in a hidden layer', { activation: 'softmax' }, "it is only allowed with layer: 'output'"],
    ['a task of a hidden layer', { task: 'gan' }, "it is only allowed with layer: 'output'"],
    [
      'a task that the activation cannot have',
      { layer: 'output', activation: 'sigmoid', task: 'softmax' },
      'allowed: binary, regression, gan',
    ],
    [
      'an output of which nobody knows what it predicts',
      { layer: 'output', activation: 'tanh' },
      "task: 'regression' or 'gan'",
    ],
    ['a branch of outputs', { layer: 'output', residual: 'last' }, 'lies in no residual branch'],
    ['attention without a normalization', { layer: 'attention', normalization: 'none' }, 'allowed: preNorm, postNorm'],
  ];
  for (const [what, options, message] of wrong)
    it(`refuses ${what}`, () => expect(() => recommend(options as RecommendOptions)).to.throw(RangeError, message));

  it('refuses an unknown option, and an activation that is not one', () => {
    expect(() => recommend({ slope: 0.2 } as RecommendOptions)).to.throw(
      TypeError,
      'unknown option "slope"; allowed: layer',
    );
    expect(() => recommend({ activation: 3 as never })).to.throw(TypeError, 'activation is 3');
  });
});
