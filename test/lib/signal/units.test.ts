import { layers } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { activation } from 'initlab';
import { deadFraction, saturatedFraction, unitAxis } from '../../../lib/src/signal/units.js';

describe('units', () => {
  it('counts a unit as dead if it is off for every sample of the batch, but not if it is NaN', () => {
    const z = Float32Array.of(-1, 2, -1, Number.NaN, -3, -4, 0, -1, -5, -6, -7, -8);
    expect(deadFraction(z, 4, activation('relu'))).to.equal(0.5);
    expect(deadFraction(z, 4, activation('leakyRelu'))).to.equal(0);
  });

  it('counts activations closer than .03 to an end of the range as saturated', () => {
    expect(saturatedFraction(Float32Array.of(-0.98, -0.96, 0, 0.96, 0.98), [-1, 1])).to.equal(0.4);
    expect(saturatedFraction(Float32Array.of(0.02, 0.04, 0.98, 0.5), [0, 1])).to.equal(0.5);
  });

  it('lie along the last axis, or after the batch and the time steps if a convolution has channels first', () => {
    const conv = (dataFormat: 'channelsFirst' | 'channelsLast') =>
      layers.conv2d({ filters: 2, kernelSize: 1, dataFormat });
    const repeated = (layer: ReturnType<typeof conv>) => layers.timeDistributed({ layer });
    expect(unitAxis(conv('channelsLast'), 4)).to.equal(3);
    expect(unitAxis(conv('channelsFirst'), 4)).to.equal(1);
    expect(unitAxis(repeated(conv('channelsLast')), 5)).to.equal(4);
    expect(unitAxis(repeated(conv('channelsFirst')), 5)).to.equal(2);
    expect(unitAxis(layers.timeDistributed({ layer: repeated(conv('channelsFirst')) }), 6)).to.equal(3);
  });
});
