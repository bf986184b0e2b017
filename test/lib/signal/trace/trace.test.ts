import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type ActivationName, heNormal, type Initializer, random, simulate, trace, useBackend } from 'initlab';
import { expectClose, layerOf, layers, normals, residualCnn, secondMoment, seeded } from './models.js';

for (const backend of ['cpu', 'wasm'] as const) {
  describe(`trace (${backend})`, () => {
    before(() => useBackend(backend));
    afterEach(() => tf.disposeVariables());

    it('agrees with simulate on the same dense weights, input and cotangent', async () => {
      for (const activation of ['relu', 'tanh', 'sigmoid', 'relu6'] as ActivationName[]) {
        const widths = [20, 30, 25, 6];
        const drawn: Float32Array[] = [];
        const init: Initializer = (stream, shape) => {
          drawn.push(heNormal()(stream, shape));
          return drawn[drawn.length - 1];
        };
        const input = random(3).normal(new Float32Array(16 * 20));
        const simulated = await simulate({ widths, activation, init, input, seed: 5, backward: true });
        const model = tfl.sequential({
          layers: widths
            .slice(1)
            .map((units, i) =>
              layers.dense({ units, activation: activation as 'relu', useBias: false, inputShape: [widths[i]] }),
            ),
        });
        model.setWeights(drawn.map((data, i) => tf.tensor2d(data, [widths[i], widths[i + 1]])));
        const traced = trace(model, { x: input }, { seed: 5 });
        simulated.layers.forEach((expected, i) => {
          const layer = traced.layers[i];
          const name = `${activation}, layer ${i}`;
          for (const moment of ['mean', 'variance', 'secondMoment'] as const) {
            expectClose(layer.activation[moment], expected.activation[moment], `${name}: a, ${moment}`, 1e-4);
            expectClose(
              layer.gradient?.[moment],
              expected.gradient?.[moment] as number,
              `${name}: gradient, ${moment}`,
              2e-3,
            );
            if (i === 0) continue;
            expectClose(layer.preActivation?.[moment], expected.preActivation[moment], `${name}: z, ${moment}`, 1e-4);
          }
          if (i > 0) expect(layer.deadFraction, `${name}: dead`).to.be.closeTo(expected.deadFraction, 1e-12);
          expect(layer.saturatedFraction, `${name}: saturated`).to.equal(expected.saturatedFraction);
        });
      }
    });

    it('agrees with a model that returns all intermediate outputs', () => {
      const model = residualCnn();
      const x = normals([8, 6, 6, 2]);
      const { layers: traced } = trace(model, { x });
      const every = tfl.model({ inputs: model.inputs, outputs: model.layers.map((layer) => layer.output as never) });
      const outputs = every.predict(x) as tf.Tensor[];
      model.layers.forEach(({ name }, i) => {
        const layer = layerOf({ layers: traced }, name);
        const { mean, variance } = tf.moments(outputs[i]);
        expect(layer.shape, name).to.deep.equal(outputs[i].shape.slice(1));
        expect(layer.activation.mean, name).to.be.closeTo(mean.dataSync()[0], 1e-5);
        expectClose(layer.activation.variance, variance.dataSync()[0], name, 1e-4);
        expectClose(layer.activation.secondMoment, secondMoment(outputs[i]), name);
      });
      const sum = layerOf({ layers: traced }, 'sum').activation;
      expect(layerOf({ layers: traced }, 'bent').preActivation, 'input of LeakyReLU').to.deep.equal(sum);
    });

    it('agrees with tfjs on the gradient with respect to each intermediate signal of a residual net', () => {
      const model = residualCnn();
      const x = normals([4, 6, 6, 2]);
      const y = [0, 1, 2, 1];
      const traced = trace(model, { x, y }, { seed: 9 });
      const layer = (name: string, input: tf.Tensor) => model.getLayer(name).apply(input) as tf.Tensor;
      const tail = (z1: tf.Tensor, first: tf.Tensor, branch: tf.Tensor, zHidden: tf.Tensor): tf.Tensor => {
        const a1 = tf.add(tf.relu(tf.add(conv(x), z1)), first);
        const sum = tf.add(a1, layer('norm', tf.add(layer('branch', a1), branch)));
        const flat = tf.reshape(layer('pooled', layer('bent', sum)), [4, 36]);
        const [kernel, bias] = model.getLayer('hidden').getWeights();
        const z = tf.add(tf.add(tf.matMul(flat, kernel as tf.Tensor2D), bias), zHidden);
        return layer('out', tf.tanh(z));
      };
      const conv = (input: tf.Tensor): tf.Tensor => {
        const [kernel, bias] = model.getLayer('first').getWeights();
        return tf.add(tf.conv2d(input as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same'), bias);
      };
      const zeros = [
        [4, 6, 6, 4],
        [4, 6, 6, 4],
        [4, 6, 6, 4],
        [4, 5],
      ].map((shape) => tf.zeros(shape));
      const v = tf.tensor(random(9).split(1).split(0).normal(new Float32Array(12)), [4, 3]);
      const grads = (value: (out: tf.Tensor) => tf.Tensor) =>
        tf
          .grads((...at: tf.Tensor[]) => value(tail(at[0], at[1], at[2], at[3])))(zeros)
          .map(secondMoment);
      const ofOutput = grads((out) => tf.sum(tf.mul(v, out)));
      const oneHot = tf.cast(tf.oneHot(tf.tensor1d(y, 'int32'), 3), 'float32');
      const ofLoss = grads((out) => tf.neg(tf.mean(tf.sum(tf.mul(oneHot, tf.log(out)), -1))));
      const [first, branch, hidden] = ['first', 'branch', 'hidden'].map((name) => layerOf(traced, name));
      const found = [first.gradient, first.activationGradient, branch.gradient, hidden.gradient];
      const foundOfLoss = [first.lossGradient, first.activationLossGradient, branch.lossGradient, hidden.lossGradient];
      ofOutput.forEach((expected, i) => {
        expectClose(found[i]?.secondMoment, expected, `output, ${i}`, 1e-3);
        expectClose(foundOfLoss[i]?.secondMoment, ofLoss[i], `loss, ${i}`, 1e-3);
      });
      expect(branch.activationGradient, 'a linear layer has one gradient').to.deep.equal(branch.gradient);
    });

    it('agrees with a training step on the gradients with respect to weights and the update', async () => {
      const model = seeded(
        tfl.sequential({
          layers: [
            layers.dense({ units: 7, activation: 'tanh', inputShape: [5] }),
            layers.dense({ units: 3, kernelRegularizer: tfl.regularizers.l2({ l2: 0.01 }) }),
          ],
        }),
      );
      model.compile({ loss: 'meanSquaredError', optimizer: tf.train.adam(0.02) });
      const [x, y] = [normals([6, 5]), normals([6, 3], 2)];
      const traced = trace(model, { x, y });
      const before = model.getWeights().map((weight) => weight.dataSync<'float32'>().slice());
      const { grads, value } = tf.variableGrads(() => {
        const penalty = tf.mul(0.01, tf.sum(tf.square(model.getWeights()[2])));
        const squares = tf.mean(tf.squaredDifference(model.apply(x) as tf.Tensor, y));
        return tf.add(squares, penalty) as tf.Scalar;
      });
      expectClose(traced.loss?.value, value.dataSync()[0], 'loss');
      await model.trainOnBatch(x, y);
      const weights = traced.layers.flatMap((layer) => layer.weights);
      model.getWeights().forEach((weight, i) => {
        const gradient = Object.values(grads)[i];
        const norm = Math.sqrt(before[i].reduce((sum, w) => sum + w * w, 0));
        const change = weight.dataSync<'float32'>().map((w, j) => w - before[i][j]);
        expectClose(weights[i].lossGradientSecondMoment, secondMoment(gradient), `gradient ${i}`, 1e-4);
        expectClose(
          weights[i].gradientRatio,
          Math.sqrt(secondMoment(gradient) * gradient.size) / norm,
          `ratio ${i}`,
          1e-4,
        );
        expectClose(weights[i].updateRatio, Math.hypot(...change) / norm, `update ${i}`, 1e-3);
      });
      expect(traced.optimizer).to.deep.equal({ name: 'Adam', learningRate: 0.02 });
    });

    it('leaves no tensor behind and the model unchanged, in training too', () => {
      const model = residualCnn();
      const x = normals([4, 6, 6, 2]);
      const y = [0, 1, 2, 1];
      const weights = model.weights.map((weight) => weight.read());
      const before = weights.map((weight) => [...weight.dataSync()]);
      const properties = model.layers.map((layer) => Object.entries(layer));
      const { numTensors } = tf.memory();
      for (const optimizer of ['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad'] as const)
        trace(model, { x, y }, { optimizer });
      const training = trace(model, { x, y }, { training: true });
      trace(model, { x }, { backward: false });
      expect(tf.memory().numTensors).to.equal(numTensors);
      expect(weights.map((weight) => [...weight.dataSync()])).to.deep.equal(before);
      model.layers.forEach((layer, i) => {
        Object.entries(layer).forEach(([key, value], j) => {
          expect([key, value === properties[i][j][1]], `${layer.name}.${key}`).to.deep.equal([
            properties[i][j][0],
            true,
          ]);
        });
      });
      const branch = branchOutput(model, x);
      const { mean, variance } = tf.moments(branch, [0, 1, 2]);
      const [gamma, beta] = model.getLayer('norm').getWeights();
      const normed = tf.batchNorm(
        branch as tf.Tensor4D,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        beta as tf.Tensor1D,
        gamma as tf.Tensor1D,
        1e-3,
      );
      expectClose(
        layerOf(training, 'norm').activation.secondMoment,
        secondMoment(normed),
        'statistics of the batch',
        1e-4,
      );
    });

    it('leaves nothing behind when a layer, the loss or the backward pass fails', () => {
      class Failing extends tfl.layers.Layer {
        static className = 'Failing';
        override call(): tf.Tensor {
          throw new Error('no such luck');
        }
      }
      class Cut extends tfl.layers.Layer {
        static className = 'Cut';
        override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
          const [one] = [x].flat();
          return tf.stridedSlice(one, [0, 0], one.shape, [1, 1]);
        }
      }
      const x = normals([4, 3]);
      const net = (layer: tfl.layers.Layer) =>
        tfl.sequential({ layers: [layers.dense({ units: 3, activation: 'relu', inputShape: [3] }), layer] });
      const models = [net(new Failing({})), net(new Cut({})), net(layers.dense({ units: 2 }))];
      const { activation } = models[0].layers[0] as unknown as { activation: unknown };
      const { numTensors } = tf.memory();
      const loss = () => {
        throw new Error('no such loss');
      };
      expect(() => trace(models[0], { x })).to.throw('no such luck');
      expect(() => trace(models[1], { x })).to.throw('StridedSlice');
      expect(trace(models[1], { x }, { backward: false }).layers[2].shape).to.deep.equal([3]);
      expect(() => trace(models[2], { x, y: normals([4, 2]) }, { loss })).to.throw('no such loss');
      expect(tf.memory().numTensors).to.equal(numTensors + 1);
      expect((models[0].layers[0] as unknown as { activation: unknown }).activation).to.equal(activation);
    });
  });
}

function branchOutput(model: tfl.LayersModel, x: tf.Tensor): tf.Tensor {
  return tfl
    .model({ inputs: model.inputs, outputs: model.getLayer('branch').output as tfl.SymbolicTensor })
    .predict(x) as tf.Tensor;
}
