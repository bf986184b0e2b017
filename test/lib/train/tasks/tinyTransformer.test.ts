import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { evaluate, random, train, useBackend } from 'initlab';
import { loadAlice, tinyTransformer } from 'initlab/tasks';

const small = { blocks: 1, width: 8, heads: 2, context: 6, text: 'abcd'.repeat(60) };

function outputs(model: tfl.LayersModel, tokens: number[]): number[] {
  return tf.tidy(() => [...(model.predict(tf.tensor2d([tokens], undefined, 'int32')) as tf.Tensor).dataSync()]);
}

function weights(model: tfl.LayersModel, layer: string): Float32Array {
  return model.getLayer(layer).getWeights()[0].dataSync() as Float32Array;
}

function std(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

describe('tinyTransformer', () => {
  before(() => useBackend('cpu'));

  it('does not see later characters', () => {
    const { model } = tinyTransformer({ ...small, std: 0.5 });
    const [one, other] = [outputs(model, [0, 1, 2, 3, 0, 1]), outputs(model, [0, 1, 2, 0, 3, 3])];
    expect(one.slice(0, 3 * 4)).to.deep.equal(other.slice(0, 3 * 4));
    expect(one.slice(3 * 4)).to.not.deep.equal(other.slice(3 * 4));
  });

  it('sees earlier characters and their positions', () => {
    const { model } = tinyTransformer({ ...small, std: 0.5 });
    const last = (tokens: number[]): number[] => outputs(model, tokens).slice(5 * 4);
    expect(last([0, 1, 2, 3, 0, 1])).to.not.deep.equal(last([3, 1, 2, 3, 0, 1]));
    const swapped = last([1, 0, 2, 3, 0, 1]);
    expect(Math.max(...last([0, 1, 2, 3, 0, 1]).map((z, i) => Math.abs(z - swapped[i])))).to.be.above(1e-4);
  });

  it('computes the attention that was computed by hand', () => {
    const { model } = tinyTransformer(small);
    const attention = model.getLayer('block1_attention');
    const joined = random(1).normal(new Float32Array(6 * 24));
    const result = (attention.apply(tf.tensor(joined, [1, 6, 24])) as tf.Tensor).dataSync();
    const at = (place: number, part: number, k: number): number => joined[place * 24 + part * 8 + k];
    for (const [place, head] of [
      [0, 0],
      [3, 1],
      [5, 0],
    ]) {
      const heads = [0, 1, 2, 3].map((k) => 4 * head + k);
      const scores = Array.from({ length: place + 1 }, (_, seen) =>
        Math.exp(heads.reduce((sum, k) => sum + at(place, 0, k) * at(seen, 1, k), 0) / 2),
      );
      const total = scores.reduce((sum, score) => sum + score, 0);
      for (const k of heads) {
        const expected = scores.reduce((sum, score, seen) => sum + (score / total) * at(seen, 2, k), 0);
        expect(result[place * 8 + k]).to.be.closeTo(expected, 1e-5);
      }
    }
  });

  it('draws weights of the given deviation, and scales the projections into the stream', () => {
    const { model } = tinyTransformer({ blocks: 3, width: 48, std: 0.1 });
    const scaled = 0.1 / Math.sqrt(6);
    const expected = {
      token: 0.1,
      place: 0.1,
      block1_qkv: 0.1,
      block3_up: 0.1,
      output: 0.1,
      block2_proj: scaled,
      block3_down: scaled,
    };
    for (const [layer, value] of Object.entries(expected)) {
      expect(std(weights(model, layer)) / value, layer).to.be.within(0.93, 1.07);
    }
    const zero = tinyTransformer({ ...small, residualScale: 0 });
    expect(std(weights(zero.model, 'block1_down'))).to.equal(0);
  });

  it('starts at the logarithm of the number of characters, and learns a repetitive text', async () => {
    const { model, train: data, test, vocabulary } = tinyTransformer(small);
    expect(vocabulary).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(evaluate(model, test).loss).to.be.closeTo(Math.log(4), 0.02);
    const { end } = await train(model, data, { steps: 60, batchSize: 8, learningRate: 0.03, progress: false });
    expect(end).to.equal('done');
    expect(evaluate(model, test).loss).to.be.below(0.1);
  });

  it('can be saved and loaded', () => {
    const { model } = tinyTransformer({ ...small, std: 0.5 });
    const weightsOfAll = model.getWeights();
    return tfl.models.modelFromJSON(JSON.parse(model.toJSON() as unknown as string)).then((again) => {
      again.setWeights(weightsOfAll);
      expect(outputs(again, [0, 1, 2, 3, 0, 1])).to.deep.equal(outputs(model, [0, 1, 2, 3, 0, 1]));
    });
  });

  it('holds out the last tenth of the text for the test', () => {
    const { train: data, test } = tinyTransformer({ ...small, text: 'a'.repeat(900) + 'b'.repeat(100) });
    const { x, y } = data(random(1), 500);
    expect([...new Set([...x.data, ...y.data])]).to.deep.equal([0]);
    expect(test.x.shape).to.deep.equal([16, 6]);
    expect([...new Set([...test.x.data, ...test.y.data])]).to.deep.equal([1]);
  });

  it('uses the next character as the target', () => {
    const { train: data } = tinyTransformer(small);
    const { x, y } = data(random(3), 10);
    expect(x.shape).to.deep.equal([10, 6]);
    x.data.forEach((token, i) => {
      expect(y.data[i]).to.equal((token + 1) % 4);
    });
  });

  it('normalizes the stream after each sum with postNorm, and nowhere with none', () => {
    const at = (normalization: 'preNorm' | 'postNorm' | 'none') =>
      tinyTransformer({ ...small, std: 0.5, normalization }).model;
    const norms = (model: tfl.LayersModel) => model.layers.map(({ name }) => name).filter((name) => /norm/.test(name));
    expect(norms(at('preNorm'))).to.deep.equal(['block1_norm1', 'block1_norm2', 'norm']);
    expect(norms(at('none'))).to.deep.equal([]);
    const post = at('postNorm');
    expect(norms(post)).to.deep.equal(['block1_norm1', 'block1_norm2']);
    const inputOf = (layer: string) => (post.getLayer(layer).input as tfl.SymbolicTensor).sourceLayer.name;
    const consumers = ['block1_qkv', 'block1_norm1', 'block1_up', 'block1_norm2', 'output'];
    expect(consumers.map(inputOf)).to.deep.equal([
      'stream',
      'block1_add1',
      'block1_norm1',
      'block1_add2',
      'block1_norm2',
    ]);
  });

  it('has the gradients that finite differences give', () => {
    const { model, train: data } = tinyTransformer({ ...small, std: 0.5, residualScale: 1 });
    const { x, y } = data(random(1), 2);
    const tokens = tf.tensor2d([...x.data], [2, 6], 'int32');
    const targets = tf.oneHot(tf.tensor1d([...y.data], 'int32'), 4);
    const loss = () =>
      tf.tidy(() => {
        const logits = tf.reshape(model.apply(tokens) as tf.Tensor, [12, 4]);
        return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1))) as tf.Scalar;
      });
    for (const layer of ['token', 'place', 'block1_qkv', 'block1_proj', 'block1_up', 'output']) {
      const [weight] = model.getLayer(layer).trainableWeights;
      const variable = weight.read() as tf.Variable;
      const { grads } = tf.variableGrads(loss, [variable]);
      const gradient = grads[variable.name].dataSync() as Float32Array;
      const values = variable.dataSync().slice() as Float32Array;
      const largest = gradient.reduce((best, value, i) => (Math.abs(value) > Math.abs(gradient[best]) ? i : best), 0);
      const lossAt = (change: number): number => {
        weight.write(
          tf.tensor(
            Float32Array.from(values, (w, i) => w + (i === largest ? change : 0)),
            variable.shape,
          ),
        );
        return loss().dataSync()[0];
      };
      const slope = (lossAt(0.01) - lossAt(-0.01)) / 0.02;
      lossAt(0);
      expect(slope / gradient[largest], layer).to.be.closeTo(1, 0.01);
    }
  });

  it('rejects options that do not fit', () => {
    expect(() => tinyTransformer({ ...small, width: 9 })).to.throw(
      RangeError,
      /width is 9; it must be a multiple of heads, 2/,
    );
    expect(() => tinyTransformer({ ...small, text: 'abc' })).to.throw(
      RangeError,
      /text has 3 characters; .* more than 60/,
    );
    expect(() => tinyTransformer({ ...small, std: -1 })).to.throw(RangeError, /std is -1/);
    expect(() => tinyTransformer({ ...small, block: 2 } as object)).to.throw(TypeError, /unknown option "block"/);
  });
});

describe('loadAlice', () => {
  it('loads the book from its first to its last line, without carriage returns', () => {
    const text = loadAlice();
    expect(text).to.match(/^CHAPTER I\n\n +Down the Rabbit-Hole\n/);
    expect(text).to.match(/and the happy summer days\.\n\n +THE END\n$/);
    expect(text).to.not.include('\r');
  });

  it('names the files that are missing', () => {
    expect(() => loadAlice('/nowhere')).to.throw(
      /nowhere[\\/]alice\.txt or .*nowhere[\\/]text[\\/]alice\.txt: missing/,
    );
  });
});
