import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type Initializer, lecunNormal, normal, random, toLayersInitializer, train, useBackend } from 'initlab';

const widths = [64, 256, 1024];

describe('the coordinate check', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  /** Mean |z′ − z| of the second hidden layer of a tanh net after three steps of Adam. */
  async function changeOf(width: number, learningRate: number, outputStd: number): Promise<number> {
    const x = tf.tensor2d(random(1).normal(new Float32Array(32 * 8)), [32, 8]);
    const y = tf.tensor2d(random(2).normal(new Float32Array(32)), [32, 1]);
    const dense = (units: number, init: Initializer, seed: number) =>
      tfl.layers.dense({ units, useBias: false, kernelInitializer: toLayersInitializer(init, seed) });
    const hidden = dense(width, lecunNormal(), 2);
    const tanh = () => tfl.layers.activation({ activation: 'tanh' });
    const input = tfl.layers.inputLayer({ inputShape: [8] });
    const layers = [
      input,
      dense(width, lecunNormal(), 1),
      tanh(),
      hidden,
      tanh(),
      dense(1, normal({ std: outputStd }), 3),
    ];
    const model = tfl.sequential({ layers });
    const signal = tfl.model({ inputs: model.inputs, outputs: hidden.output as tfl.SymbolicTensor });
    const before = signal.predict(x) as tf.Tensor;
    await train(model, { x, y }, { steps: 3, batchSize: 32, optimizer: 'adam', learningRate, progress: false });
    return tf.mean(tf.abs(tf.sub(signal.predict(x) as tf.Tensor, before))).dataSync()[0];
  }

  it('is flat in width if rates and output weights fall as 1/width, and grows with width if all layers share one rate (Yang et al. 2021, fig. 5)', async () => {
    const [scaled, standard]: number[][] = [[], []];
    for (const width of widths) {
      scaled.push(await changeOf(width, 0.64 / width, 1 / width));
      standard.push(await changeOf(width, 0.01, 1 / Math.sqrt(width)));
    }
    expect(Math.max(...scaled) / Math.min(...scaled)).to.be.below(1.5);
    expect(standard[2] / standard[0]).to.be.above(5);
  });
});
