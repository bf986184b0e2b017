import { expect } from 'chai';
import { activation } from '../../../../lib/src/activation/activation.js';
import { constant } from '../../../../lib/src/init/constant.js';
import { heNormal } from '../../../../lib/src/init/he.js';
import { build } from '../../../../lib/src/network/spec/build.js';
import { describeLayers, layersFrom } from '../../../../lib/src/network/spec/description.js';
import type { LayerSpec } from '../../../../lib/src/network/spec/layerSpec.js';
import { random } from '../../../../lib/src/random/random.js';

const layers: LayerSpec[] = [
  {
    type: 'conv',
    filters: 4,
    kernel: [3, 1],
    strides: 2,
    padding: 'same',
    init: heNormal({ gain: 2 }),
    bias: constant(1),
  },
  { type: 'maxPool', size: 2 },
  {
    type: 'residual',
    branch: [
      { type: 'activation', activation: activation('leakyRelu', { slope: 0.3 }) },
      { type: 'layerNorm', epsilon: 0 },
    ],
    shortcut: [{ type: 'conv', filters: 4, kernel: 1 }],
    scale: 0.5,
  },
  { type: 'dense', units: 2, activation: 'tanh' },
];

describe('describeLayers', () => {
  it('describes layers as plain data from which they can be rebuilt', () => {
    const described = describeLayers(layers);
    const copy = JSON.parse(JSON.stringify(described));
    expect(copy).to.deep.equal(described);
    const [original, again] = [layers, layersFrom(copy)].map((list) => build(list, [8, 4, 2]));
    const plain = (graph: typeof original) =>
      graph.map(({ op, activation: { name }, ...node }) => ({ ...node, name, op: { ...op, init: 0, bias: 0 } }));
    expect(plain(again)).to.deep.equal(plain(original));
    for (const [i, { op, activation: f }] of original.entries()) {
      const other = again[i];
      expect(other.activation.f(-1)).to.equal(f.f(-1));
      if (op.type !== 'conv' || other.op.type !== 'conv') continue;
      expect(other.op.init(random(1), op.kernel)).to.deep.equal(op.init(random(1), op.kernel));
      expect(other.op.bias?.(random(1), [4])).to.deep.equal(op.bias?.(random(1), [4]));
    }
  });

  it('gives no description for layers with custom functions, at any depth', () => {
    const own = (_: unknown, shape: readonly number[]) => new Float32Array(shape[0]);
    expect(describeLayers([{ type: 'dense', units: 1, init: own }])).to.equal(undefined);
    expect(describeLayers([{ type: 'dense', units: 1, bias: own }])).to.equal(undefined);
    const f = { name: 'relu', f: Math.abs, df: Math.sign };
    expect(describeLayers([{ type: 'residual', branch: [{ type: 'activation', activation: f }] }])).to.equal(undefined);
    const copied = { ...activation('relu') };
    expect(describeLayers([...layers, { type: 'activation', activation: copied }])).to.equal(undefined);
  });
});
