import { expect } from 'chai';
import { heNormal } from '../../../../lib/src/init/he.js';
import { normal } from '../../../../lib/src/init/normal.js';
import type { LayerSpec } from '../../../../lib/src/network/spec/layerSpec.js';
import { bothPasses } from './runLayer.js';

const conv = (options: Partial<Extract<LayerSpec, { type: 'conv' }>>): LayerSpec => ({
  type: 'conv',
  filters: 4,
  kernel: 3,
  init: heNormal(),
  bias: normal(),
  ...options,
});

const cases: [name: string, spec: LayerSpec, inputShape: number[]][] = [
  ['dense', { type: 'dense', units: 4, init: heNormal(), bias: normal() }, [5]],
  ['dense on the last of two axes', { type: 'dense', units: 4, init: heNormal(), bias: normal() }, [3, 5]],
  ['conv, valid', conv({}), [5, 6, 2]],
  ['conv, same, even kernel, strides', conv({ kernel: [2, 4], strides: [2, 3], padding: 'same' }), [5, 6, 2]],
  ['conv, circular, strides', conv({ kernel: [3, 5], strides: [1, 2], padding: 'circular' }), [5, 4, 2]],
  ['conv, circular, larger than the image', conv({ kernel: 5, padding: 'circular' }), [3, 2, 1]],
  ['conv in two groups', conv({ groups: 2, padding: 'same' }), [4, 4, 6]],
  ['depthwise conv', conv({ filters: 6, groups: 3 }), [4, 5, 3]],
  ['layerNorm', { type: 'layerNorm' }, [7]],
  ['layerNorm of images', { type: 'layerNorm' }, [2, 2, 5]],
  ['rmsNorm', { type: 'rmsNorm', epsilon: 0.01 }, [7]],
  ['batchNorm', { type: 'batchNorm' }, [4]],
  ['batchNorm of images', { type: 'batchNorm' }, [3, 2, 4]],
  ['dropout', { type: 'dropout', rate: 0.4 }, [20]],
  ['maxPool', { type: 'maxPool', size: 2 }, [5, 4, 3]],
  ['maxPool, same, overlapping', { type: 'maxPool', size: 3, strides: 2, padding: 'same' }, [6, 5, 2]],
  ['avgPool', { type: 'avgPool', size: [2, 3] }, [4, 6, 2]],
  ['avgPool, same, overlapping', { type: 'avgPool', size: 3, strides: 2, padding: 'same' }, [6, 5, 2]],
  ['globalAvgPool', { type: 'globalAvgPool' }, [3, 4, 2]],
  ['flatten', { type: 'flatten' }, [2, 3, 2]],
];

describe('the backward pass', () => {
  for (const [name, spec, inputShape] of cases) {
    it(`agrees with finite differences for ${name}`, () => {
      const { layer, x, v, gradient } = bothPasses(spec, inputShape, 3);
      const at = (i: number, shift: number): number => {
        const moved = x.slice();
        moved[i] += shift;
        return layer.forward(moved).reduce((sum, value, k) => sum + value * v[k], 0);
      };
      // Values differ by more than 2h, so that none overtakes another within a pool. The outputs
      // are rounded to 6e-8, divided by h.
      const h = 2 ** -9;
      gradient.forEach((value, i) => {
        expect(value, `${i}`).to.be.closeTo((at(i, h) - at(i, -h)) / (2 * h), 1e-3 * (1 + Math.abs(value)));
      });
    });
  }
});
