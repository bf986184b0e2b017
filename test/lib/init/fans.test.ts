import { expect } from 'chai';
import { type FanOptions, fans } from 'initlab';

describe('fans', () => {
  const table: [string, number[], FanOptions, number, number][] = [
    ['dense', [128, 64], {}, 128, 64],
    ['convolution over one axis', [5, 16, 32], {}, 80, 160],
    ['convolution over two axes', [3, 5, 16, 32], {}, 240, 480],
    ['convolution over three axes', [3, 3, 3, 2, 4], {}, 54, 108],
    ['1×1 convolution', [1, 1, 64, 128], { layer: 'conv' }, 64, 128],
    ['grouped convolution, whose kernel stores in/groups', [3, 3, 4, 32], { groups: 4 }, 36, 72],
    ['strided convolution', [3, 3, 16, 32], { strides: 2 }, 144, 72],
    ['convolution of two strides', [3, 3, 16, 32], { strides: [1, 2] }, 144, 144],
    ['depthwise', [3, 3, 256, 1], { layer: 'depthwise' }, 9, 9],
    ['depthwise with a multiplier', [3, 3, 16, 4], { layer: 'depthwise' }, 9, 36],
    ['depthwise with strides', [3, 3, 16, 4], { layer: 'depthwise', strides: 2 }, 9, 9],
    ['transposed convolution', [4, 4, 8, 16], { layer: 'convTranspose' }, 256, 128],
    ['strided transposed convolution', [4, 4, 8, 16], { layer: 'convTranspose', strides: 2 }, 64, 128],
    ['grouped transposed convolution', [4, 4, 8, 16], { layer: 'convTranspose', groups: 2 }, 128, 128],
  ];
  for (const [name, shape, options, fanIn, fanOut] of table) {
    it(`counts the terms of a ${name} kernel`, () => {
      expect(fans(shape, options)).to.deep.equal({ fanIn, fanOut });
    });
  }

  it('counts an axis in both fans if neither inAxes nor outAxes lists it', () => {
    expect(fans([8, 64, 512], { inAxes: [0, 1], outAxes: [2] })).to.deep.equal({ fanIn: 512, fanOut: 512 });
    expect(fans([512, 8, 64], { inAxes: [0], outAxes: [1, 2] })).to.deep.equal({ fanIn: 512, fanOut: 512 });
    expect(fans([3, 3, 16, 32], { inAxes: [-2], outAxes: [-1] })).to.deep.equal(fans([3, 3, 16, 32]));
    expect(fans([10, 20, 2, 2, 2, 2], { inAxes: [0], outAxes: [1] })).to.deep.equal({ fanIn: 160, fanOut: 320 });
    expect(fans([7], { inAxes: [], outAxes: [0] })).to.deep.equal({ fanIn: 1, fanOut: 7 });
  });

  it('gives stacked kernels the fans of one kernel (jax.nn.initializers: batch_axis)', () => {
    const stacked = { inAxes: [-2], outAxes: [-1], batchAxes: [0] };
    expect(fans([10, 128, 64], stacked)).to.deep.equal(fans([128, 64]));
    expect(fans([10, 3, 3, 16, 32], stacked)).to.deep.equal(fans([3, 3, 16, 32]));
    expect(() => fans([10, 128, 64], { batchAxes: [0] })).to.throw(RangeError, 'inAxes is undefined');
    expect(() => fans([10, 128, 64], { ...stacked, batchAxes: [1] })).to.throw(
      RangeError,
      'batchAxes is [1]; an axis may',
    );
    expect(() => fans([10, 128, 64], { ...stacked, batchAxes: [3] })).to.throw(
      RangeError,
      'batchAxes is [3]; it must list',
    );
  });

  it('refuses axes that the shape lacks, duplicate axes, only one of the two lists, and axes together with a layer', () => {
    expect(() => fans([3, 4], { inAxes: [2], outAxes: [1] })).to.throw(
      RangeError,
      'inAxes is [2]; it must list axes of shape [3, 4], integers from -2 to 1',
    );
    expect(() => fans([3, 4], { inAxes: [0], outAxes: [-2] })).to.throw(RangeError, 'an axis may be listed once');
    expect(() => fans([3, 4], { inAxes: [0] })).to.throw(RangeError, 'outAxes is undefined');
    expect(() => fans([3, 4], { inAxes: [0.5], outAxes: [1] })).to.throw(RangeError, 'inAxes is [0.5]');
    expect(() => fans([3, 4], { inAxes: [0], outAxes: [1], layer: 'dense' })).to.throw(
      RangeError,
      'give one or the other',
    );
  });

  it('counts the mean number of terms per output of a strided transposed convolution', () => {
    const [kernel, stride, inputs, channels] = [5, 3, 12, 7];
    const terms = new Array<number>(inputs * stride).fill(0);
    for (let i = 0; i < inputs; i++) {
      for (let k = 0; k < kernel; k++) terms[(i * stride + k) % terms.length] += channels;
    }
    const mean = terms.reduce((sum, count) => sum + count) / terms.length;
    expect(fans([kernel, 2, channels], { layer: 'convTranspose', strides: stride }).fanIn).to.be.closeTo(mean, 1e-12);
  });

  it('refuses a wrong number of axes', () => {
    expect(() => fans([10])).to.throw(RangeError, 'shape [10] has 1 axes; a conv kernel has 3 to 5 axes');
    expect(() => fans([10])).to.throw('a bias has no fans: use zeros()');
    expect(() => fans([])).to.throw(RangeError, 'shape [] has 0 axes');
    expect(() => fans([3, 3, 3, 3, 3, 3])).to.throw(RangeError, 'has 6 axes');
    expect(() => fans([3, 3, 4], { layer: 'dense' })).to.throw(RangeError, 'a dense kernel has 2 axes, [in, out]');
    expect(() => fans([3, 3], { layer: 'conv' })).to.throw(RangeError, 'a conv kernel has 3 to 5 axes');
  });

  it('refuses sizes that are not positive integers', () => {
    expect(() => fans([0, 3])).to.throw(
      RangeError,
      'size of axis 0 of shape [0, 3] is 0; it must be an integer of at least 1',
    );
    expect(() => fans([3, 2.5])).to.throw(RangeError, 'size of axis 1 of shape [3, 2.5] is 2.5');
    expect(() => fans([3, -1])).to.throw(RangeError, 'is -1');
    expect(() => fans([3, Number.NaN])).to.throw(RangeError, 'is NaN');
    expect(() => fans('ab' as unknown as number[])).to.throw(TypeError, 'shape is "ab"; it must be an array');
  });

  it('refuses groups that do not divide the channels, and groups and strides of a layer without them', () => {
    expect(() => fans([3, 3, 4, 10], { groups: 4 })).to.throw(
      RangeError,
      'groups is 4, which does not divide the last size, 10',
    );
    expect(() => fans([3, 3, 4, 10], { groups: 0 })).to.throw(RangeError, 'groups is 0');
    expect(() => fans([3, 3, 4, 1], { layer: 'depthwise', groups: 4 })).to.throw(RangeError, 'groups is 4');
    expect(() => fans([3, 3], { strides: 2 })).to.throw(RangeError, 'a dense layer has no groups and no strides');
    expect(() => fans([3, 3, 4, 4], { strides: [1, 2, 3] })).to.throw(RangeError, 'strides is [1, 2, 3]');
    expect(() => fans([3, 3, 4, 4], { strides: 0 })).to.throw(RangeError, 'every stride is 0');
  });

  it('refuses an unknown layer and a misspelt option', () => {
    expect(() => fans([3, 3], { layer: 'attention' as 'dense' })).to.throw(
      RangeError,
      'allowed: dense, conv, depthwise',
    );
    expect(() => fans([3, 3], { stride: 2 } as FanOptions)).to.throw(TypeError, 'fans: unknown option "stride"');
  });
});
