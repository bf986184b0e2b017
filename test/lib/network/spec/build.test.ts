import { expect } from 'chai';
import { activation } from '../../../../lib/src/activation/activation.js';
import { zeros } from '../../../../lib/src/init/constant.js';
import { heNormal } from '../../../../lib/src/init/he.js';
import { build } from '../../../../lib/src/network/spec/build.js';
import type { LayerSpec } from '../../../../lib/src/network/spec/layerSpec.js';

/** Lists the names, shapes and inputs of the nodes. */
const outline = (layers: LayerSpec[], inputShape: number[]) =>
  build(layers, inputShape).map(({ name, shape, inputs }) => ({ name, shape, inputs }));

describe('build', () => {
  it('turns a list of layers into a chain of nodes with their shapes', () => {
    const layers: LayerSpec[] = [
      { type: 'conv', filters: 8, kernel: 3, activation: 'relu', init: heNormal(), bias: zeros() },
      { type: 'maxPool', size: 2 },
      { type: 'conv', filters: 4, kernel: [3, 5], strides: [2, 1], padding: 'same', groups: 2 },
      { type: 'batchNorm' },
      { type: 'activation', activation: 'tanh' },
      { type: 'flatten' },
      { type: 'dropout', rate: 0.5 },
      { type: 'dense', units: 10 },
    ];
    expect(outline(layers, [28, 28, 1])).to.deep.equal([
      { name: 'input', shape: [28, 28, 1], inputs: [] },
      { name: 'conv1', shape: [26, 26, 8], inputs: [0] },
      { name: 'maxPool1', shape: [13, 13, 8], inputs: [1] },
      { name: 'conv2', shape: [7, 13, 4], inputs: [2] },
      { name: 'batchNorm1', shape: [7, 13, 4], inputs: [3] },
      { name: 'activation1', shape: [7, 13, 4], inputs: [4] },
      { name: 'flatten1', shape: [364], inputs: [5] },
      { name: 'dropout1', shape: [364], inputs: [6] },
      { name: 'dense1', shape: [10], inputs: [7] },
    ]);
    const nodes = build(layers, [28, 28, 1]);
    expect(nodes[1].activation.name).to.equal('relu');
    expect(nodes[2].activation.name).to.equal('linear');
    expect(nodes[5].activation.name).to.equal('tanh');
    expect(nodes[3].op).to.deep.include({ type: 'conv', kernel: [3, 5, 4, 4], groups: 2 });
    expect(nodes[1].op).to.include.keys('init', 'bias');
    expect(nodes[8].op)
      .to.deep.include({ type: 'dense', kernel: [364, 10] })
      .and.not.to.have.property('bias');
  });

  it('pads as TensorFlow does, with the extra row or column at the end', () => {
    const [, node] = build([{ type: 'conv', filters: 1, kernel: [3, 4], strides: [2, 1], padding: 'same' }], [6, 5, 1]);
    expect(node.op).to.deep.include({
      window: { input: [6, 5], size: [3, 4], strides: [2, 1], padding: 'same', before: [0, 1], output: [3, 5] },
    });
    const pooled = outline([{ type: 'avgPool', size: 3, strides: 2 }, { type: 'globalAvgPool' }], [7, 8, 3]);
    expect(pooled.map(({ shape }) => shape)).to.deep.equal([[7, 8, 3], [3, 3, 3], [3]]);
  });

  it('turns a residual layer into its shortcut, its branch and a sum, even if it is nested', () => {
    const inner: LayerSpec = {
      type: 'residual',
      branch: [{ type: 'dense', units: 6, activation: 'relu' }],
      scale: 0.5,
    };
    const layers: LayerSpec[] = [
      { type: 'residual', shortcut: [{ type: 'dense', units: 6 }], branch: [{ type: 'dense', units: 6 }, inner] },
      { type: 'dense', units: 2 },
    ];
    expect(outline(layers, [4])).to.deep.equal([
      { name: 'input', shape: [4], inputs: [] },
      { name: 'residual1/shortcut/dense1', shape: [6], inputs: [0] },
      { name: 'residual1/dense1', shape: [6], inputs: [0] },
      { name: 'residual1/residual1/dense1', shape: [6], inputs: [2] },
      { name: 'residual1/residual1', shape: [6], inputs: [2, 3] },
      { name: 'residual1', shape: [6], inputs: [1, 4] },
      { name: 'dense1', shape: [2], inputs: [5] },
    ]);
    expect(build(layers, [4])[4].op).to.deep.equal({ type: 'add', scales: [1, 0.5] });
  });

  it('applies dense to the last axis of any shape', () => {
    expect(outline([{ type: 'dense', units: 5 }], [7, 3])[1].shape).to.deep.equal([7, 5]);
  });

  it('accepts a custom activation', () => {
    const own = { name: 'own', f: Math.abs, df: Math.sign };
    expect(build([{ type: 'dense', units: 1, activation: own }], [1])[1].activation).to.equal(own);
    expect(build([{ type: 'activation', activation: activation('relu') }], [1])[1].activation.name).to.equal('relu');
  });

  it('refuses layers that do not fit, and says which layer is wrong and what is allowed', () => {
    const refused = (layers: unknown, inputShape: unknown, type: typeof RangeError | typeof TypeError, text: string) =>
      expect(() => build(layers as LayerSpec[], inputShape as number[])).to.throw(type, text);
    refused([], [4], RangeError, 'layers is []; it must list at least one layer');
    refused([{ type: 'dense', units: 2 }], 4, TypeError, 'inputShape: shape is 4; it must be an array');
    refused([{ type: 'dense', units: 2 }], [], RangeError, 'inputShape is []');
    refused([{ type: 'dense', units: 2 }], [0], RangeError, 'inputShape: size of axis 0 of shape [0] is 0');
    refused(['dense'], [4], TypeError, 'layers[0] is "dense"; it must be a layer');
    refused([{ type: 'lstm' }], [4], RangeError, 'layers[0] (lstm): type is "lstm"; allowed: dense, conv');
    refused([{ type: 'dense', units: 2, size: 1 }], [4], TypeError, 'layers[0] (dense): dense: unknown option "size"');
    refused([{ type: 'flatten' }, { type: 'dense' }], [4], TypeError, 'layers[1] (dense): units is undefined');
    refused([{ type: 'dense', units: 2, init: 'he' }], [4], TypeError, 'init is "he"; it must be an initializer');
    refused(
      [{ type: 'dense', units: 2, activation: 'rleu' }],
      [4],
      RangeError,
      'layers[0] (dense): activation is "rleu"',
    );
    refused([{ type: 'conv', filters: 2, kernel: 3 }], [9], RangeError, 'layers[0] (conv): its input has shape [9]');
    refused(
      [{ type: 'conv', filters: 2, kernel: 3 }],
      [2, 9, 1],
      RangeError,
      'kernel is 3 × 3, larger than its input of 2 × 9',
    );
    refused(
      [{ type: 'conv', filters: 3, kernel: 1, groups: 2 }],
      [2, 2, 4],
      RangeError,
      'groups is 2; it must divide the 4',
    );
    refused([{ type: 'maxPool', size: 2, padding: 'circular' }], [4, 4, 1], RangeError, 'allowed: same, valid');
    refused(
      [{ type: 'maxPool', size: [2, 2, 2] }],
      [4, 4, 1],
      RangeError,
      'size must be one number or [height, width]',
    );
    refused([{ type: 'dropout', rate: 1 }], [4], RangeError, 'layers[0] (dropout): rate is 1');
    refused([{ type: 'activation' }], [4], TypeError, 'layers[0] (activation): activation is missing');
    refused([{ type: 'layerNorm', epsilon: -1 }], [4], RangeError, 'epsilon is -1');
    const residual = (branch: unknown) => [{ type: 'flatten' }, { type: 'residual', branch }];
    refused(residual(undefined), [4], RangeError, 'layers[1].branch is undefined');
    refused(
      residual([{ type: 'conv', filters: 1, kernel: 1 }]),
      [4],
      RangeError,
      'layers[1].branch[0] (conv): its input',
    );
    refused(
      residual([{ type: 'dense', units: 5 }]),
      [4],
      RangeError,
      'the branch ends in shape [5], but the shortcut in [4]',
    );
  });
});
