import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import {
  gain,
  heNormal,
  initWeights,
  type LayerRule,
  lecunNormal,
  normal,
  random,
  useBackend,
  xavierNormal,
  zeros,
} from 'initlab';
import { leaked, normals, on, outputsOf, residualNet, secondMoment, valuesOf } from './support.js';

const { dense, conv2d, batchNormalization, dropout } = tfl.layers;
const zerosRecurrent = { recurrentInitializer: 'zeros' } as const;

describe('initWeights', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  /** Formats each row as its layer, weight, and initializer or note. */
  function rowTexts(model: tfl.LayersModel, rule?: LayerRule): string[] {
    return initWeights(model, { rule }).rows.map(({ layer, weight, initializer, note }) =>
      [layer, weight, initializer, note].filter((part) => part !== undefined).join(' '),
    );
  }

  it('preserves the second moment through 30 relu layers, each of which halves it under lecunNormal', () => {
    const layers = Array.from({ length: 30 }, (_, i) =>
      dense({
        units: 512,
        activation: 'relu',
        name: `layer${i}`,
        kernelInitializer: 'zeros',
        ...(i ? {} : { inputShape: [512] }),
      }),
    );
    const model = tfl.sequential({ layers: [...layers, dense({ units: 4, name: 'output' })] });
    const names = [...layers.map(({ name }) => name), 'output'];
    const x = normals(1, [64, 512]);
    initWeights(model, { seed: 3 });
    const kept = outputsOf(model, names, x).map(secondMoment);
    // The logarithm of one net's moment has mean −5β/2 and variance 5β with β = Σ 1/width (Hanin &
    // Rolnick 2018). The bound is three standard deviations.
    for (const [i, moment] of kept.slice(0, 30).entries()) {
      const beta = (i + 1) / 512;
      expect(Math.abs(Math.log(moment) + 2.5 * beta), `layer ${i}`).to.be.below(3 * Math.sqrt(5 * beta) + 0.05);
    }
    initWeights(model, { rule: () => ({ kernel: normal({ std: Math.sqrt(1 / 512) }) }), seed: 3 });
    expect(outputsOf(model, names, x).map(secondMoment)[29]).to.be.below(1e-7);
  });

  it('preserves the second moment through convolutions, apart from the loss at zero padding', () => {
    const [size, depth, nets] = [8, 6, 40];
    const conv = (): tfl.layers.Layer =>
      conv2d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [size, size, 32] });
    const model = tfl.sequential({ layers: Array.from({ length: depth }, conv) });
    const x = normals(1, [4, size, size, 32]);
    const moments = Array.from({ length: nets }, (_, seed) => {
      initWeights(model, { seed });
      return tf.tidy(() => secondMoment(model.predict(x) as tf.Tensor));
    });
    const mean = moments.reduce((a, b) => a + b) / nets;
    const variance = moments.reduce((sum, moment) => sum + (moment - mean) ** 2, 0) / (nets - 1);
    // The bound is four standard errors; the mean over nets has no bias at any width. The last
    // layer has gain 1 and halves the moment.
    expect(Math.abs(mean - paddedMoment(size, depth) / 2)).to.be.below(4 * Math.sqrt(variance / nets));
    expect(4 * Math.sqrt(variance / nets)).to.be.below(0.5 * mean);
  });

  it('uses the gain of the next activation, past dropout and normalization, and gain 1 for the output', () => {
    const model = tfl.sequential({
      layers: [
        dense({ units: 300, activation: 'tanh', inputShape: [400], name: 'own' }),
        dense({ units: 300, name: 'relu' }),
        batchNormalization(),
        dropout({ rate: 0.5 }),
        tfl.layers.reLU(),
        dense({ units: 300, name: 'leaky' }),
        tfl.layers.leakyReLU({ alpha: 0.2 }),
        dense({ units: 300, name: 'none' }),
        dense({ units: 300, activation: 'softmax', name: 'output' }),
      ],
    });
    const { rows } = initWeights(model);
    const kernels = rows.filter(({ weight }) => weight === 'kernel');
    expect(kernels.map(({ layer, activation, initializer }) => [layer, activation, initializer])).to.deep.equal([
      ['own', 'tanh', 'lecunNormal({ gain: 1.593 })'],
      ['relu', 'relu', 'heNormal()'],
      ['leaky', 'leakyRelu', 'lecunNormal({ gain: 1.387 })'],
      ['none', 'linear', 'lecunNormal()'],
      ['output', 'softmax', 'lecunNormal()'],
    ]);
    const gains = [gain('tanh'), Math.SQRT2, Math.sqrt(2 / 1.04), 1, 1];
    for (const [i, { std = 0, fanIn = 0 }] of kernels.entries()) {
      expect(fanIn).to.equal(i === 0 ? 400 : 300);
      // 90,000 normal values: the standard deviation has a relative error of .0024. The bound is
      // four of them.
      expect(std * Math.sqrt(fanIn)).to.be.closeTo(gains[i], 0.0095 * gains[i]);
    }
  });

  it('preserves the second moment through a depthwise, a separable and a transposed convolution', () => {
    const { depthwiseConv2d, separableConv2d, conv2dTranspose, conv1d } = tfl.layers;
    const image = { inputShape: [12, 12, 48] };
    const cases: [tfl.layers.Layer, number[]][] = [
      [depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, ...image }), [12, 12, 48]],
      [separableConv2d({ filters: 64, kernelSize: 3, ...image }), [12, 12, 48]],
      [conv2dTranspose({ filters: 64, kernelSize: 4, strides: 2, padding: 'same', ...image }), [12, 12, 48]],
      [conv1d({ filters: 64, kernelSize: 3, inputShape: [40, 48] }), [40, 48]],
    ];
    for (const [layer, shape] of cases) {
      const model = tfl.sequential({ layers: [layer] });
      const x = normals(1, [4, ...shape]);
      const moments = [0, 1, 2, 3].map((seed) => {
        initWeights(model, { seed });
        return tf.tidy(() => secondMoment(model.predict(x) as tf.Tensor));
      });
      // The outputs depend on at least 9 × 96 weights (depthwise), so the mean over 4 nets is
      // accurate to a few percent. A transposed convolution loses part of the sum at the border of
      // 24 pixels, at most 2 · 1/24 · 1/2.
      expect(moments.reduce((a, b) => a + b) / 4, layer.getClassName()).to.be.within(0.87, 1.1);
    }
  });

  it('initializes each gate of an LSTM or a GRU as a separate matrix, and the forget bias to 1', () => {
    for (const [make, gates, bias] of [
      [tfl.layers.lstm, 4, [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]],
      [tfl.layers.gru, 3, Array(9).fill(0)],
      [tfl.layers.simpleRNN, 1, [0, 0, 0]],
    ] as const) {
      const layer = make({ units: 3, inputShape: [5, 200], unitForgetBias: false, ...zerosRecurrent } as never);
      const model = tfl.sequential({ layers: [layer] });
      const { rows } = initWeights(model);
      expect(rows.map(({ weight, fanIn }) => [weight, fanIn])).to.deep.equal([
        ['kernel', 200],
        ['recurrent', 3],
        ['bias', undefined],
      ]);
      const [kernel, recurrent, biases] = model.weights.map((weight) => weight.read());
      expect(Array.from(biases.dataSync())).to.deep.equal(bias);
      expect(rows[0].std).to.be.closeTo(Math.sqrt(2 / 203), 0.1 * Math.sqrt(2 / 203));
      for (const gate of tf.split(recurrent, gates, 1)) {
        const product = tf.matMul(gate, gate, true).dataSync();
        for (const [i, value] of product.entries()) expect(value).to.be.closeTo(i % 4 === 0 ? 1 : 0, 1e-6);
      }
      expect(kernel.shape).to.deep.equal([200, 3 * gates]);
    }
  });

  it('initializes the layers inside wrappers and nested models', () => {
    const inner = tfl.sequential({
      layers: [dense({ units: 4, activation: 'relu', inputShape: [6], name: 'deep' })],
      name: 'inner',
    });
    const lstm = tfl.layers.lstm({ units: 2, ...zerosRecurrent }) as tfl.RNN;
    const model = tfl.sequential({
      layers: [
        tfl.layers.embedding({ inputDim: 20, outputDim: 6, inputLength: 5, name: 'words' }),
        tfl.layers.timeDistributed({ layer: dense({ units: 6, activation: 'relu' }), name: 'steps' }),
        tfl.layers.bidirectional({ layer: lstm, mergeMode: 'concat', name: 'both' }),
        dense({ units: 6, activation: 'selu', name: 'top' }),
        inner,
        tfl.layers.layerNormalization({ name: 'norm' }),
        dense({ units: 1, name: 'output', useBias: false }),
      ],
    });
    expect(rowTexts(model)).to.deep.equal([
      'words embeddings normal()',
      'steps kernel heNormal()',
      'steps bias zeros()',
      'both/forward kernel xavierUniform()',
      'both/forward recurrent orthogonal()',
      'both/forward bias forgetBias',
      'both/backward kernel xavierUniform()',
      'both/backward recurrent orthogonal()',
      'both/backward bias forgetBias',
      'top kernel lecunNormal({ gain: 1 })',
      'top bias zeros()',
      'inner/deep kernel heNormal()',
      'inner/deep bias zeros()',
      'norm gamma ones()',
      'norm beta zeros()',
      'output kernel lecunNormal()',
    ]);
    const [forward, backward] = model.weights.filter(({ originalName }) => /lstm.*\/kernel/i.test(originalName));
    expect(forward.read().dataSync()).to.not.deep.equal(backward.read().dataSync());
  });

  it('resets a normalization that was trained', () => {
    const model = tfl.sequential({ layers: [batchNormalization({ inputShape: [2] })] });
    model.setWeights([3, 4, 5, 6].map((value) => tf.fill([2], value)));
    initWeights(model);
    expect(Object.values(valuesOf(model))).to.deep.equal([
      [1, 1],
      [0, 0],
      [0, 0],
      [1, 1],
    ]);
  });

  it('initializes a shared layer once, leaves frozen layers unchanged, and reports both', () => {
    const x = tfl.input({ shape: [4] });
    const shared = dense({ units: 4, name: 'shared', useBias: false });
    const frozen = dense({ units: 4, name: 'frozen', trainable: false });
    const output = on(dense({ units: 1, name: 'output', useBias: false }), on(frozen, on(shared, on(shared, x))));
    const model = tfl.model({ inputs: x, outputs: output });
    const before = valuesOf(model);
    expect(rowTexts(model)).to.deep.equal([
      'shared kernel lecunNormal() shared: called 2 times, set once',
      'frozen left unchanged: frozen',
      'output kernel lecunNormal()',
    ]);
    expect(valuesOf(model)['frozen/kernel']).to.deep.equal(before['frozen/kernel']);
    expect(initWeights(model, { includeFrozen: true }).rows[1]).to.include({
      layer: 'frozen',
      weight: 'kernel',
    });
    expect(valuesOf(model)['frozen/kernel']).to.not.deep.equal(before['frozen/kernel']);
  });

  it('leaves the layers of a frozen nested model unchanged', () => {
    const inner = tfl.sequential({ name: 'inner', layers: [dense({ units: 2, inputShape: [2], name: 'a' })] });
    inner.trainable = false;
    const model = tfl.sequential({ layers: [inner, dense({ units: 2, name: 'b', useBias: false })] });
    expect(rowTexts(model)).to.deep.equal(['inner/a left unchanged: frozen', 'b kernel lecunNormal()']);
  });

  it('draws each layer from its own random stream, so that changes of other layers do not matter', () => {
    const values = (first: number, extra: tfl.layers.Layer[], seed: number): number[] => {
      const layers = [
        dense({ units: first, inputShape: [5] }),
        ...extra,
        dense({ units: 6 }),
        dense({ units: 7, name: 'third' }),
      ];
      const model = tfl.sequential({ layers });
      initWeights(model, { seed });
      return Array.from(model.getLayer('third').weights[0].read().dataSync());
    };
    const plain = values(3, [], 1);
    expect(values(30, [], 1)).to.deep.equal(plain);
    expect(values(3, [dropout({ rate: 0.5 }), batchNormalization()], 1)).to.deep.equal(plain);
    expect(values(3, [], 2)).to.not.deep.equal(plain);
    expect(plain).to.deep.equal(Array.from(lecunNormal()(random(1).split(0).split(2).split(0), [6, 7])));
  });

  it('accepts a rule that returns an initializer for all matrices, one for each weight, or nothing', () => {
    const model = residualNet(1, 4);
    const seen: unknown[] = [];
    const rule: LayerRule = (layer) => {
      seen.push([layer.name, layer.kind, layer.activation.name, layer.residual, layer.isOutput]);
      if (layer.name === 'stem') return xavierNormal();
      return layer.isOutput ? { bias: normal() } : undefined;
    };
    expect(rowTexts(model, rule)).to.deep.equal([
      'stem kernel xavierNormal()',
      'first0 left unchanged: the rule returns no initializer for it',
      'last0 left unchanged: the rule returns no initializer for it',
      'output bias normal()',
    ]);
    expect(seen).to.deep.equal([
      ['stem', 'dense', 'linear', undefined, false],
      ['first0', 'dense', 'relu', 'inner', false],
      ['last0', 'dense', 'linear', 'last', false],
      ['output', 'dense', 'softmax', undefined, true],
    ]);
  });

  it('leaves unknown layers unchanged by default, but lets a rule set their weights by name', () => {
    class Scale extends tfl.layers.Layer {
      override build(): void {
        this.addWeight('scale', [1], 'float32', tfl.initializers.zeros());
      }
      override call(x: tf.Tensor[]): tf.Tensor {
        return tf.mul(x[0], this.weights[0].read());
      }
    }
    Object.defineProperty(Scale, 'className', { value: 'Scale' });
    const model = tfl.sequential({ layers: [new Scale({ inputShape: [2], name: 'own' })] });
    expect(rowTexts(model)).to.deep.equal(['own left unchanged: the rule returns no initializer for it']);
    expect(rowTexts(model, () => ({ scale: () => Float32Array.of(3) }))).to.deep.equal(['own scale scale']);
    expect(Object.values(valuesOf(model))).to.deep.equal([[3]]);
  });

  it('returns a report that is shown as a table', () => {
    const text = String(initWeights(residualNet(1, 4)));
    expect(text.split('\n')[0]).to.match(/^layer +weight +shape +initializer|^layer +weight +shape +activation/);
    expect(text).to.match(/first0 +kernel +\[ 4, 4 \] +relu +heNormal\(\)/);
  });

  it('refuses an initializer in place of a rule, and says what to pass', () => {
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [2], name: 'only' })] });
    const wrong = (rule: unknown) => () => initWeights(model, { rule: rule as LayerRule });
    expect(wrong(heNormal())).to.throw(TypeError, 'rule is an initializer; it must be a function that takes a layer');
    expect(wrong(heNormal)).to.throw(TypeError, 'the rule for layer "only": heNormal: unknown option');
    expect(wrong('he')).to.throw(TypeError, 'rule is "he"; it must be a function that takes a layer');
  });

  it('refuses a third argument, and shows the right call', () => {
    const model = residualNet(1, 4);
    const before = valuesOf(model);
    const untyped = initWeights as (...values: unknown[]) => unknown;
    for (const values of [
      [undefined, { seed: 1 }],
      [{}, undefined],
      [() => heNormal(), { seed: 1 }],
    ]) {
      expect(() => untyped(model, ...values)).to.throw(TypeError, 'initWeights(model, { rule, seed: 1 })');
    }
    expect(valuesOf(model)).to.deep.equal(before);
  });

  it('leaves the model unchanged when it fails, and says why', () => {
    const model = residualNet(1, 4);
    const before = valuesOf(model);
    const failing =
      (at: string, value: unknown): LayerRule =>
      (layer) =>
        layer.name === at ? (value as never) : heNormal();
    const cases: [unknown, ErrorConstructor, string][] = [
      [
        { kernal: zeros() },
        RangeError as ErrorConstructor,
        'the rule for layer "last0": weight is "kernal"; allowed: kernel, bias',
      ],
      [{ kernel: 'zeros' }, TypeError as ErrorConstructor, 'kernel is "zeros"'],
      ['zeros', TypeError as ErrorConstructor, 'returns "zeros"'],
      [
        () => new Float32Array(3),
        TypeError as ErrorConstructor,
        'the initializer of last0/kernel returned 3 numbers; it must return a Float32Array of 4 · 4',
      ],
      [() => new Float32Array(16).fill(Number.NaN, 5), RangeError as ErrorConstructor, 'returns NaN at index 5'],
    ];
    for (const [value, type, message] of cases) {
      expect(() => initWeights(model, { rule: failing('last0', value) }), message).to.throw(type, message);
      expect(valuesOf(model)).to.deep.equal(before);
    }
    expect(() => initWeights(model, { seeds: 1 } as never)).to.throw(TypeError, 'unknown option "seeds"');
    expect(() => initWeights(model, { rule: heNormal as never, seed: 0.5 })).to.throw(RangeError, 'seed is 0.5');
    expect(() => initWeights(model, { rule: 'he' as never })).to.throw(TypeError, 'rule is "he"');
    expect(() => initWeights({} as never)).to.throw(TypeError, 'LayersModel');
    expect(() => initWeights(model, (() => heNormal()) as never)).to.throw(TypeError, 'initWeights(model, { rule })');
  });

  it('leaves no tensors behind', () => {
    const model = residualNet(2);
    expect(leaked(() => initWeights(model))).to.equal(0);
  });

  it('writes the same numbers on the cpu backend', async () => {
    const model = residualNet(2);
    initWeights(model);
    const onWasm = valuesOf(model);
    await useBackend('cpu');
    initWeights(model);
    expect(valuesOf(model)).to.deep.equal(onWasm);
    await useBackend('wasm');
  });
});

/**
 * Computes the mean second moment after `depth` 3 × 3 convolutions: each pixel becomes the mean
 * over its neighbors, with 0 outside.
 */
function paddedMoment(size: number, depth: number): number {
  let row = Array<number>(size).fill(1);
  for (let i = 0; i < depth; i++) row = row.map((q, j) => (q + (row[j - 1] ?? 0) + (row[j + 1] ?? 0)) / 3);
  return (row.reduce((sum, q) => sum + q, 0) / size) ** 2;
}
