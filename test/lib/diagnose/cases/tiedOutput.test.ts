import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, initWeights, normal, useBackend, zeros } from 'initlab';

const { layers } = tfl;

/** An output layer that multiplies by the embedding: tied weights. */
class TiedOutput extends layers.Layer {
  static readonly className = 'TiedOutputOfTest';
  private readonly embedding: tfl.layers.Layer;
  constructor(embedding: tfl.layers.Layer, name: string) {
    super({ name });
    this.embedding = embedding;
  }
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [h] = [x].flat();
    const [batch, steps, width] = h.shape;
    const table = this.embedding.weights[0].read();
    const logits = tf.matMul(tf.reshape(h, [batch * (steps as number), width as number]), table, false, true);
    return tf.reshape(logits, [batch, steps as number, table.shape[0]]);
  }
  override computeOutputShape([batch, steps]: number[]): number[] {
    return [batch, steps, this.embedding.weights[0].shape[0] as number];
  }
}

/** A small language model with a residual block whose last layer starts at 0. */
function languageModel(std: number, words = 20, width = 32): tfl.LayersModel {
  const embedding = layers.embedding({ inputDim: words, outputDim: width, name: 'words' });
  const input = tfl.input({ shape: [6] });
  const h = embedding.apply(input) as tfl.SymbolicTensor;
  const inner = layers.dense({ units: width, activation: 'relu', name: 'up' }).apply(h);
  const branch = layers.dense({ units: width, name: 'down' }).apply(inner) as tfl.SymbolicTensor;
  const sum = layers.add().apply([h, branch]) as tfl.SymbolicTensor;
  const model = tfl.model({
    inputs: input,
    outputs: new TiedOutput(embedding, 'tied').apply(sum) as tfl.SymbolicTensor,
  });
  initWeights(model, {
    rule: ({ name }) => (name === 'words' ? normal({ std }) : name === 'down' ? zeros() : undefined),
    seed: 1,
  });
  return model;
}

const x = (words = 20): tf.Tensor =>
  tf.tensor2d(
    Float32Array.from({ length: 64 * 6 }, (_, i) => (i * 7 + Math.floor(i / 6)) % words),
    [64, 6],
  );
const next = (words = 20): tf.Tensor => tf.expandDims(tf.mod(tf.add(x(words), 7), words), -1);

describe('the diagnosis of an output layer that reads an embedding', () => {
  before(() => useBackend('wasm'));

  it('blames the embedding for a large first loss, and never the last layer of a branch', () => {
    for (const [std, words, width] of [
      [1, 20, 32],
      [1, 50, 64],
      [0.6, 30, 128],
    ]) {
      const model = languageModel(std, words, width);
      const found = diagnose(model, { x: x(words), y: next(words) }, { loss: 'crossEntropy' });
      expect(found.findings.map(({ kind, layer }) => `${kind} ${layer}`)).to.deep.equal(['initialLoss words']);
      expect(found.findings[0].why).to.match(/^Start with a smaller embedding/);
      found.apply();
      const after = diagnose(model, { x: x(words), y: next(words) }, { loss: 'crossEntropy' });
      expect(after.findings.filter(({ severity }) => severity === 'fault')).to.deep.equal([]);
      const down = model.getLayer('down').getWeights()[0];
      expect(Math.max(...down.dataSync())).to.equal(0);
    }
  });

  it('accepts a small embedding', () => {
    const found = diagnose(languageModel(0.05), { x: x(), y: next() }, { loss: 'crossEntropy' });
    expect(found.findings).to.deep.equal([]);
  });

  it('cannot tell if an output layer of an unknown class has a large first loss by itself', () => {
    class Scaled extends layers.Layer {
      static readonly className = 'ScaledOutputOfTest';
      override call(z: tf.Tensor | tf.Tensor[]): tf.Tensor {
        return tf.mul([z].flat()[0], 40);
      }
    }
    const dense = layers.dense({ units: 5, inputShape: [4], name: 'dense' });
    const model = tfl.sequential({ layers: [dense, new Scaled({ name: 'scaled' })] });
    initWeights(model, { seed: 1 });
    const rows = tf.randomNormal([64, 4], 0, 1, 'float32', 1);
    const y = tf.tensor2d(
      Float32Array.from({ length: 64 }, (_, i) => i % 5),
      [64, 1],
    );
    const found = diagnose(model, { x: rows, y }, { loss: 'crossEntropy' });
    expect(found.verdict).to.equal('cannot tell');
    expect(found.findings.map(({ layer, severity }) => `${severity} ${layer}`)).to.deep.equal(['note scaled']);
  });
});
