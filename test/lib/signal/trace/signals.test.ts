import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type TracedLayer, trace, useBackend } from 'initlab';
import { layers, normals, seeded } from './models.js';

/** Traces one layer on rows of numbers. */
function traceOne(layer: tfl.layers.Layer, rows: number[][]): TracedLayer {
  return trace(tfl.sequential({ layers: [layer] }), { x: rows }).layers[1];
}

/** Makes a layer that applies only an activation. */
const pass = (activation: string, units: number) =>
  layers.dense({ units, activation: activation as 'relu', kernelInitializer: 'identity', inputShape: [units] });

describe('the signals that trace measures', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  it('have units that are off in a sample if f′(z) is 0, and dead if they are off in all samples', () => {
    const rows = [
      [-1, 2, -3, 4],
      [-1, 2, 3, -4],
    ];
    const { offSamples, offFraction, deadFraction } = traceOne(pass('relu', 4), rows);
    expect([...(offSamples as Float64Array)]).to.deep.equal([0.5, 0.5]);
    expect([offFraction, deadFraction]).to.deep.equal([0.5, 0.25]);
  });

  it('have dead units at either flat end of relu6 and hardSigmoid, but never with leaky or linear activations', () => {
    const rows = [
      [7, 3, -1],
      [9, 7, -2],
    ];
    expect(traceOne(pass('relu6', 3), rows).deadFraction).to.equal(2 / 3);
    expect(traceOne(pass('hardSigmoid', 3), rows).deadFraction).to.equal(2 / 3);
    expect(traceOne(pass('elu', 3), rows).deadFraction).to.equal(0);
    const leaky = (alpha: number) => traceOne(layers.leakyReLU({ alpha, inputShape: [3] }), rows);
    expect([leaky(0.1).deadFraction, leaky(0).deadFraction]).to.deep.equal([0, 1 / 3]);
    expect(leaky(0.1).activationFunction).to.equal('LeakyReLU');
    for (const activation of ['linear', 'softmax']) {
      expect(traceOne(pass(activation, 3), rows)).not.to.have.any.keys('deadFraction', 'offFraction', 'offSamples');
    }
  });

  it('have a dead unit in a convolution if a channel is off at every position', () => {
    const bias = tf.tensor1d([-100, 0, 100]);
    const conv = layers.conv2d({
      filters: 3,
      kernelSize: 2,
      activation: 'relu',
      inputShape: [5, 5, 1],
      weights: [normals([2, 2, 1, 3]), bias],
    });
    const { deadFraction, offFraction, width, shape } = trace(tfl.sequential({ layers: [conv] }), {
      x: normals([4, 5, 5, 1]),
    }).layers[1];
    expect([deadFraction, width, shape]).to.deep.equal([1 / 3, 3, [4, 4, 3]]);
    expect(offFraction).to.be.within(0.4, 0.6);
  });

  it('have elements that are saturated within .03 of an end of the range', () => {
    const rows = [[-4, -2, 0, 2.2, 30]];
    const { saturatedFraction } = traceOne(pass('tanh', 5), rows);
    expect(saturatedFraction, '|tanh z| > .97 for |z| > 2.09').to.equal(3 / 5);
    expect(traceOne(pass('relu', 5), rows)).not.to.have.property('saturatedFraction');
  });

  it('have moments, in total and for each sample, quantiles and a histogram', () => {
    const rows = [
      [0, 1, 2],
      [3, 4, 5],
      [6, 7, 8],
    ];
    const { activation } = traceOne(pass('linear', 3), rows);
    expect(activation.mean).to.be.closeTo(4, 1e-12);
    expect(activation.variance).to.be.closeTo(60 / 9, 1e-12);
    expect([...activation.samples]).to.deep.equal([5 / 3, 50 / 3, 149 / 3]);
    expect(activation.quantiles).to.deep.include({ min: 0, p25: 2, median: 4, p75: 6, max: 8 });
    const { density = [], width = 0 } = activation.histogram ?? {};
    expect(density).to.have.length(50);
    expect(density.reduce((sum, value) => sum + value * width, 0)).to.be.closeTo(1, 1e-12);
  });

  it('have a histogram of the magnitudes of values other than 0', () => {
    const { magnitudes } = traceOne(pass('linear', 4), [[0, -1, 1e-9, 1e-10]]).activation;
    const { centers = [], density = [], width = 0 } = magnitudes ?? {};
    expect(centers[0] - width / 2).to.be.closeTo(-10, 1e-6);
    expect(centers[49] + width / 2).to.be.closeTo(0, 1e-12);
    expect(density.map((value) => Math.round(3 * value * width)).filter((count) => count > 0)).to.deep.equal([1, 1, 1]);
    expect(traceOne(pass('linear', 2), [[0, 0]]).activation).not.to.have.property('magnitudes');
    const same = traceOne(pass('linear', 2), [[-1e-30, 1e-30]]).activation.magnitudes;
    expect(same?.width, 'one decade in 50 bars').to.be.closeTo(0.02, 1e-12);
    expect(same?.centers[24]).to.be.closeTo(-30, 0.02);
  });

  it('have the quantiles of the normal distribution that they are drawn from, at any size', () => {
    const [, layer] = trace(
      tfl.sequential({ layers: [layers.activation({ activation: 'linear', inputShape: [512] })] }),
      { x: normals([400, 512]) },
    ).layers;
    const { min, p05, median, p99, max } = layer.activation.quantiles;
    // Of the elements, 16,384 are sorted. Five standard errors of a quantile p,
    // √(p(1−p)/16,384)/density, are .083 at .05, .049 at ½ and .146 at .99.
    expect(p05).to.be.closeTo(-1.6449, 0.083);
    expect(median).to.be.closeTo(0, 0.049);
    expect(p99).to.be.closeTo(2.3263, 0.146);
    const data = normals([400, 512]).dataSync<'float32'>();
    expect(min).to.equal(data.reduce((a, b) => Math.min(a, b)));
    expect(max).to.equal(data.reduce((a, b) => Math.max(a, b)));
  });

  it('have the mean cosine of two samples as their correlation', () => {
    const correlation = (rows: number[][]) => traceOne(pass('linear', 2), rows).activation.correlation;
    expect(
      correlation([
        [1, 0],
        [2, 0],
        [5, 0],
      ]),
    ).to.be.closeTo(1, 1e-12);
    expect(
      correlation([
        [1, 0],
        [0, 2],
      ]),
    ).to.be.closeTo(0, 1e-12);
    expect(
      correlation([
        [1, 0],
        [-3, 0],
      ]),
    ).to.be.closeTo(-1, 1e-12);
    expect(
      correlation([
        [1, 0],
        [1, 1],
        [0, 1],
      ]),
    ).to.be.closeTo(Math.SQRT2 / 3, 1e-7);
    expect(correlation([[1, 2]])).to.be.NaN;
  });

  it('are reported with the layer where the first NaN or Infinity arises', () => {
    const net = () =>
      seeded(
        tfl.sequential({
          layers: [1, 2, 3].map((i) => layers.dense({ units: 2, activation: 'relu', inputShape: [2], name: `d${i}` })),
        }),
      );
    const x = [[1, 2]];
    const model = net();
    const where = () => trace(model, { x, y: [[1, 1]] }).nonFinite;
    expect(where()).to.equal(undefined);
    expect(trace(net(), { x: [[Number.NaN, 1]] }).nonFinite).to.deep.equal({ layer: 'd1_input', where: 'input' });
    const ones = tf.tensor2d([1, 1, 1, 1], [2, 2]);
    const large = tf.mul(ones, 3e38);
    model.layers[0].setWeights([ones, tf.zeros([2])]);
    model.layers[1].setWeights([large, tf.zeros([2])]);
    expect(where()).to.deep.equal({ layer: 'd2', where: 'preActivation' });
    model.layers[1].setWeights([tf.div(large, 100), tf.zeros([2])]);
    model.layers[2].setWeights([tf.mul(ones, 1e-15), tf.zeros([2])]);
    expect(where()).to.deep.equal({ layer: 'd3', where: 'loss' });
    model.layers[1].setWeights([tf.mul(ones, Number.NaN), tf.zeros([2])]);
    expect(where()).to.deep.equal({ layer: 'd2', where: 'weights' });
    expect(trace(model, { x }).layers[2].activation).to.not.have.property('histogram');
  });

  it('are reported with the layer where the backward pass begins to overflow', () => {
    const dense = (name: string, scale: number) =>
      layers.dense({ units: 1, useBias: false, inputShape: [1], name, weights: [tf.tensor2d([scale], [1, 1])] });
    const model = tfl.sequential({ layers: [dense('a', 1), dense('b', 1e25), dense('c', 1e25)] });
    expect(trace(model, { x: [[1e-38], [2e-38]] }).nonFinite).to.deep.equal({ layer: 'a', where: 'gradient' });
  });
});
