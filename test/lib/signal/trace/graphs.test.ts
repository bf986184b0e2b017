import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { random, trace, useBackend } from 'initlab';
import { tinyTransformer } from 'initlab/tasks';
import { apply, expectClose, layerOf, layers, normals, secondMoment, seeded } from './models.js';

const { dense } = layers;
const words = () => tf.tensor2d([1, 2, 3, 0, 4, 0, 0, 0, 5, 5, 1, 0], [3, 4]);
const sequence = (...stack: tfl.layers.Layer[]) => seeded(tfl.sequential({ layers: stack }));
/**
 * Replaces tfjs's default for recurrent kernels, orthogonal, which is slow. All weights are redrawn
 * anyway.
 */
const rnn = { units: 3, recurrentInitializer: 'zeros' } as const;

const graphs: Record<string, () => { model: tfl.LayersModel; x: tf.Tensor | tf.Tensor[] }> = {
  'convolutions of every kind': () => ({
    model: sequence(
      layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, activation: 'relu', inputShape: [8, 8, 2] } as never),
      layers.separableConv2d({ filters: 3, kernelSize: 2, activation: 'elu' }),
      layers.conv2dTranspose({ filters: 2, kernelSize: 2, strides: 2, activation: 'tanh' }),
      layers.reshape({ targetShape: [10, 20] }),
      layers.conv1d({ filters: 3, kernelSize: 3, activation: 'softplus' }),
      layers.reshape({ targetShape: [2, 2, 2, 3] }),
      layers.conv3d({ filters: 2, kernelSize: 1, activation: 'sigmoid' }),
    ),
    x: normals([2, 8, 8, 2]),
  }),
  'embedding, mask and LSTM': () => ({
    model: sequence(
      layers.embedding({ inputDim: 6, outputDim: 4, inputLength: 4, maskZero: true }),
      layers.lstm({ ...rnn, returnSequences: true }),
      layers.gru(rnn),
      dense({ units: 2, activation: 'softmax' }),
    ),
    x: words(),
  }),
  'wrappers of layers': () => ({
    model: sequence(
      layers.timeDistributed({ layer: dense({ units: 3, activation: 'relu' }), inputShape: [4, 2] }),
      layers.bidirectional({ layer: layers.simpleRNN(rnn), mergeMode: 'concat' } as never),
    ),
    x: normals([3, 4, 2]),
  }),
  'normalization and dropout': () => ({
    model: sequence(
      dense({ units: 6, inputShape: [4] }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.layerNormalization(),
      layers.dropout({ rate: 0.5 }),
      layers.gaussianNoise({ stddev: 1 }),
      dense({ units: 3, activation: 'swish' }),
    ),
    x: normals([5, 4]),
  }),
  'several inputs and outputs, nested and shared': () => {
    const inner = tfl.sequential({ name: 'inner', layers: [dense({ units: 4, activation: 'tanh', inputShape: [4] })] });
    const [a, b] = ['a', 'b'].map((name) => tfl.input({ shape: [4], name }));
    const both = apply(layers.concatenate(), [apply(inner, a), apply(inner, b)]);
    return {
      model: seeded(
        tfl.model({ inputs: [a, b], outputs: [apply(dense({ units: 1, name: 'p' }), both), apply(inner, b)] }),
      ),
      x: [normals([3, 4]), normals([3, 4], 2)],
    };
  },
  'an RNN that hands its state on': () => {
    const x = tfl.input({ shape: [4, 2] });
    const [, h, c] = layers.lstm({ ...rnn, returnState: true }).apply(x) as tfl.SymbolicTensor[];
    const second = layers.lstm(rnn).apply(x, { initialState: [h, c] }) as tfl.SymbolicTensor;
    return {
      model: seeded(tfl.model({ inputs: x, outputs: apply(dense({ units: 2 }), second) })),
      x: normals([3, 4, 2]),
    };
  },
};

for (const backend of ['cpu', 'wasm'] as const) {
  describe(`trace (${backend})`, () => {
    before(() => useBackend(backend));
    afterEach(() => tf.disposeVariables());

    for (const [name, make] of Object.entries(graphs)) {
      it(`measures ${name}`, () => {
        const { model, x } = make();
        const { numTensors } = tf.memory();
        const { layers: all, nonFinite } = trace(model, { x });
        expect(tf.memory().numTensors).to.equal(numTensors);
        expect(nonFinite).to.equal(undefined);
        const predicted = [model.predict(x)].flat() as tf.Tensor[];
        const measured = all.map(({ activation }) => activation.secondMoment);
        for (const output of predicted) {
          const expected = secondMoment(output);
          const nearest = Math.min(...measured.map((value) => Math.abs(value - expected)));
          expect(nearest, 'a layer puts out what the model predicts').to.be.below(1e-5 * expected);
        }
        for (const layer of all) {
          if (layer.inputs.length === 0) continue;
          expect(layer.gradient?.secondMoment, `${layer.name}: gradient`).to.be.above(0);
          for (const weight of layer.weights.filter(({ trainable }) => trainable)) {
            expect(weight.gradientSecondMoment, `${layer.name}: gradient by ${weight.name}`).to.be.above(0);
          }
        }
      });
    }

    it('measures a transformer with custom layers', () => {
      const { model, train } = tinyTransformer({ width: 8, heads: 2, blocks: 1, context: 6 });
      const batch = train(random(1), 4);
      const x = tf.tensor2d(Float32Array.from(batch.x.data), batch.x.shape as [number, number]);
      const { layers: all } = trace(
        model,
        { x, y: Float32Array.from(batch.y.data) },
        {
          loss: 'sparseCategoricalCrossentropy',
        },
      );
      expectClose(all[all.length - 1].activation.secondMoment, secondMoment(model.predict(x) as tf.Tensor), 'output');
      expect(all.filter(({ gradient }) => !gradient).map(({ name }) => name)).to.deep.equal([
        'characters',
        'positions',
      ]);
    });

    it('measures the gradient at each call of a shared layer', () => {
      const shared = dense({ units: 3, activation: 'tanh', name: 'shared' });
      const x = tfl.input({ shape: [3] });
      const model = seeded(tfl.model({ inputs: x, outputs: apply(shared, apply(shared, x)) }));
      const data = normals([4, 3]);
      const traced = trace(model, { x: data }, { seed: 2 });
      const [kernel, bias] = model.getWeights() as [tf.Tensor2D, tf.Tensor];
      const v = tf.tensor(random(2).split(1).split(0).normal(new Float32Array(12)), [4, 3]);
      const f = (k1: tf.Tensor, k2: tf.Tensor, d1: tf.Tensor, d2: tf.Tensor): tf.Tensor => {
        const step = (a: tf.Tensor, k: tf.Tensor, d: tf.Tensor) =>
          tf.tanh(tf.add(tf.add(tf.matMul(a as tf.Tensor2D, k as tf.Tensor2D), bias), d));
        return tf.sum(tf.mul(v, step(step(data, k1, d1), k2, d2)));
      };
      const [k1, k2, d1, d2] = tf.grads(f)([tf.clone(kernel), tf.clone(kernel), tf.zeros([4, 3]), tf.zeros([4, 3])]);
      expectClose(layerOf(traced, 'shared').gradient?.secondMoment, secondMoment(d1), 'first call', 1e-4);
      expectClose(layerOf(traced, 'shared/1').gradient?.secondMoment, secondMoment(d2), 'second call', 1e-4);
      const [weight] = layerOf(traced, 'shared').weights;
      expectClose(weight.gradientSecondMoment, secondMoment(tf.add(k1, k2)), 'kernel', 1e-4);
      expect(layerOf(traced, 'shared/1').weights).to.deep.equal([]);
    });

    it('follows the hidden state of an RNN, and its gradient, through time', () => {
      const model = sequence(layers.simpleRNN({ ...rnn, inputShape: [5, 2], name: 'rnn' }));
      const x = normals([4, 5, 2]);
      const { steps } = layerOf(trace(model, { x }, { seed: 2 }), 'rnn');
      const [kernel, recurrent, bias] = model.getWeights() as tf.Tensor2D[];
      const inputs = tf.unstack(x, 1) as tf.Tensor2D[];
      const v = tf.tensor(random(2).split(1).split(0).normal(new Float32Array(12)), [4, 3]);
      const states: tf.Tensor[] = [];
      const gradients = tf.grads((...shifts: tf.Tensor[]) => {
        let h = tf.zeros([4, 3]);
        inputs.forEach((input, t) => {
          const z = tf.add(tf.add(tf.matMul(input, kernel), bias), tf.matMul(h as tf.Tensor2D, recurrent));
          h = tf.add(tf.tanh(z), shifts[t]);
          states.push(tf.keep(h));
        });
        return tf.sum(tf.mul(v, h));
      })(inputs.map(() => tf.zeros([4, 3])));
      expect(steps?.secondMoment).to.have.length(5);
      states.forEach((state, t) => {
        expectClose(steps?.secondMoment[t], secondMoment(state), `h, step ${t}`, 1e-4);
        expectClose(steps?.gradient?.[t], secondMoment(gradients[t]), `gradient, step ${t}`, 1e-3);
      });
    });

    it('starts a stateful RNN at 0 and leaves its state unchanged', () => {
      const model = sequence(layers.simpleRNN({ ...rnn, stateful: true, batchInputShape: [2, 3, 1], name: 'rnn' }));
      const x = normals([2, 3, 1]);
      const fresh = trace(model, { x }).layers[1].activation.secondMoment;
      model.predict(x);
      const [state] = (model.layers[0] as unknown as { states: tf.Tensor[] }).states;
      const before = [...state.dataSync()];
      expect(trace(model, { x }).layers[1].activation.secondMoment).to.equal(fresh);
      expect([...(model.layers[0] as unknown as { states: tf.Tensor[] }).states[0].dataSync()]).to.deep.equal(before);
      expect(model.layers[0].stateful).to.equal(true);
    });
  });
}
