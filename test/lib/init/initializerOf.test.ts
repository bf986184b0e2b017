import { expect } from 'chai';
import * as initlab from 'initlab';
import { activation, type Initializer, type InitializerDescription, random } from 'initlab';
import { initializerOf as remade } from '../../../lib/src/init/initializerOf.js';

/**
 * Streams of the built library also work with the initializers of the sources, though the types
 * differ.
 */
const initializerOf = remade as unknown as (description: InitializerDescription) => Initializer;

/** Each initializer with options other than the defaults, and a shape for it. */
const cases: Record<string, [Initializer, number[]]> = {
  constant: [initlab.constant(0.5), [3]],
  zeros: [initlab.zeros(), [3]],
  ones: [initlab.ones(), [3]],
  uniform: [initlab.uniform({ low: -1, high: 3 }), [4, 5]],
  normal: [initlab.normal({ std: 0.02 }), [4, 5]],
  truncatedNormal: [initlab.truncatedNormal({ mean: 1 }), [4, 5]],
  identity: [initlab.identity({ gain: 2 }), [4, 5]],
  dirac: [initlab.dirac({ groups: 2 }), [3, 3, 2, 4]],
  sparse: [initlab.sparse({ sparsity: 0.5 }), [8, 5]],
  hadamardIdentity: [initlab.hadamardIdentity(), [4, 8]],
  varianceScaling: [initlab.varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'uniform' }), [4, 5]],
  xavierUniform: [initlab.xavierUniform({ inAxes: [0], outAxes: [1] }), [4, 5]],
  xavierNormal: [initlab.xavierNormal({ gain: 5 / 3 }), [4, 5]],
  heUniform: [initlab.heUniform({ slope: 0.2 }), [4, 5]],
  heNormal: [initlab.heNormal({ mode: 'fanAvg', distribution: 'truncatedNormal' }), [4, 5]],
  lecunUniform: [initlab.lecunUniform({ activation: 'tanh' }), [4, 5]],
  lecunNormal: [initlab.lecunNormal({ layer: 'depthwise', strides: [2, 1] }), [3, 3, 4, 5]],
  rademacher: [initlab.rademacher({ mode: 'fanOut' }), [4, 5]],
  randomizedAsymmetric: [initlab.randomizedAsymmetric(), [4, 5]],
  orthogonal: [initlab.orthogonal({ activation: 'gelu' }), [4, 5]],
  deltaOrthogonal: [initlab.deltaOrthogonal({ gain: 3 }), [3, 3, 4, 5]],
};

describe('the description of an initializer', () => {
  for (const [name, [initializer, shape]] of Object.entries(cases)) {
    it(`makes ${name} again, even after a round trip through JSON`, () => {
      expect(initializer.description).to.have.property('name', name);
      const again = initializerOf(JSON.parse(JSON.stringify(initializer.description)));
      expect(again(random(7), shape)).to.deep.equal(initializer(random(7), shape));
      expect(again.description).to.deep.equal(initializer.description);
    });
  }

  it('keeps the given options, even if their object changes', () => {
    const strides = [2, 2];
    const { description } = initlab.heNormal({ mode: 'fanOut', strides });
    strides[0] = 3;
    expect(description).to.deep.equal({ name: 'heNormal', options: { mode: 'fanOut', strides: [2, 2] } });
  });

  it('contains the gain of an activation instead of the activation if that consists of functions', () => {
    const leaky = activation('leakyRelu', { slope: 0.2 });
    for (const make of [initlab.heNormal, initlab.orthogonal]) {
      const initializer = make({ activation: leaky });
      expect(initializer.description?.options).to.deep.equal({ gain: Math.sqrt(2 / 1.04) });
      const again = initializerOf(initializer.description as never);
      expect(again(random(7), [4, 5])).to.deep.equal(initializer(random(7), [4, 5]));
    }
  });

  it('is refused if its name is not that of an initializer', () => {
    expect(() => initializerOf({ name: 'toString', options: {} })).to.throw(RangeError, 'name of the initializer');
  });
});
