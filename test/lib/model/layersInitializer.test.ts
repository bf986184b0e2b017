import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { heNormal, type LayersInitializer, orthogonal, random, toLayersInitializer, useBackend, zeros } from 'initlab';

describe('toLayersInitializer', () => {
  before(() => useBackend('wasm'));

  function stack(kernelInitializer: LayersInitializer): tfl.Sequential {
    const dense = { units: 4, kernelInitializer };
    return tfl.sequential({
      layers: [{ ...dense, inputShape: [4] }, dense, dense].map((args) => tfl.layers.dense(args)),
    });
  }

  function values(model: tfl.LayersModel): number[][] {
    return model.weights.map((weight) => Array.from(weight.read().dataSync()));
  }

  function drawn(seed: number): number[][] {
    return [0, 1, 2].map((i) => Array.from(heNormal()(random(seed).split(i), [4, 4])));
  }

  it('draws each weight tensor with the initializer, from a random stream of its own', () => {
    const model = stack(toLayersInitializer(heNormal(), 7));
    expect(values(model).filter((_, i) => i % 2 === 0)).to.deep.equal(drawn(7));
    model.dispose();
  });

  it('builds the same model for the same seed, a different one for another seed, and accepts a bigint', () => {
    const models = [7, 7n, 8].map((seed) => stack(toLayersInitializer(orthogonal(), seed)));
    const [first, same, other] = models.map(values);
    expect(first).to.deep.equal(same);
    expect(first).to.not.deep.equal(other);
    for (const model of models) model.dispose();
  });

  it('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    stack(toLayersInitializer(heNormal(), 7)).dispose();
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('is restored from JSON as one instance for the layers that shared it, and counts its tensors from 0 again', async () => {
    const model = stack(toLayersInitializer(heNormal({ mode: 'fanAvg', activation: 'gelu_new' }), 2n ** 64n - 1n));
    const json = model.toJSON(null, false) as unknown as tfl.ModelAndWeightsConfig;
    const again = await tfl.models.modelFromJSON(json);
    const third = await tfl.models.modelFromJSON(JSON.parse(JSON.stringify(json)));
    expect(values(again)).to.deep.equal(values(model));
    expect(values(third)).to.deep.equal(values(model));
    for (const each of [model, again, third]) each.dispose();
  });

  it('is saved and loaded with the weights of a model', async () => {
    const model = stack(toLayersInitializer(heNormal(), 7));
    tf.tidy(() => model.layers[1].setWeights([tf.ones([4, 4]), tf.ones([4])]));
    let artifacts: tf.io.ModelArtifacts = {};
    await model.save(
      tf.io.withSaveHandler(async (saved) => {
        artifacts = saved;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      }),
    );
    const loaded = await tfl.loadLayersModel(tf.io.fromMemory(artifacts));
    expect(values(loaded)).to.deep.equal(values(model));
    for (const each of [model, loaded]) each.dispose();
  });

  it('draws different weights for the two directions of a bidirectional layer, which copies its layer', () => {
    const kernelInitializer = toLayersInitializer(heNormal(), 7);
    const layer = tfl.layers.simpleRNN({ units: 4, kernelInitializer, recurrentInitializer: 'zeros' });
    const model = tfl.sequential({
      layers: [
        tfl.layers.dense({ units: 4, kernelInitializer, inputShape: [3, 4] }),
        tfl.layers.bidirectional({ layer: layer as tfl.RNN, mergeMode: 'sum' }),
      ],
    });
    const kernels = model.weights.filter(({ originalName }) => originalName.endsWith('/kernel'));
    expect(kernels.map((kernel) => Array.from(kernel.read().dataSync()))).to.deep.equal(drawn(7));
    model.dispose();
  });

  it('accepts a function of your own, which cannot be saved', () => {
    const model = stack(toLayersInitializer(() => new Float32Array(16).fill(0.5), 7));
    expect(values(model)[0]).to.deep.equal(Array(16).fill(0.5));
    expect(() => model.toJSON()).to.throw(TypeError, 'cannot be saved');
    model.dispose();
  });

  it('refuses an initializer that was passed without being called', () => {
    const kernelInitializer = toLayersInitializer(heNormal as never, 1);
    const build = () =>
      tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [2], kernelInitializer })] });
    expect(build).to.throw(TypeError, 'the initializer returned a function');
    expect(build).to.throw(TypeError, 'pass heNormal(), not heNormal');
  });

  it('refuses an invalid initializer, an invalid seed, and weights of a type other than float32', () => {
    expect(() => toLayersInitializer('heNormal' as never, 7)).to.throw(TypeError, 'initializer is "heNormal"');
    expect(() => toLayersInitializer(zeros(), -1)).to.throw(RangeError, 'seed is -1');
    expect(() => toLayersInitializer(zeros(), 7).apply([2], 'int32')).to.throw(TypeError, 'int32');
  });
});
