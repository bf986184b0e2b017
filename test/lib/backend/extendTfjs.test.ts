import { expect } from 'chai';
import { printed } from './printed.js';

/** Program text that records everything in tfjs that one package can change for all others. */
const STATE = `
  import * as tf from '@tensorflow/tfjs-core';
  import '@tensorflow/tfjs-layers';
  const state = () => ({
    methods: Object.getOwnPropertyDescriptors(tf.Tensor.prototype),
    registries: [...globalThis._tfGlobals].map(([name, registry]) => [name, registry instanceof Map ? new Map(registry) : registry]),
    backends: Object.keys(tf.engine().registryFactory),
    backend: tf.engine().backendName,
    flags: { ...tf.env().getFlags() },
    classes: { ...tf.serialization.SerializationMap.getMap().classNameMap },
  });
  const before = state();`;

describe('importing', () => {
  for (const path of ['initlab', 'initlab/plot', 'initlab/tasks']) {
    it(`${path} changes nothing in tfjs`, async () => {
      const [gradients, isSame] = await printed(`${STATE}
        const { isDeepStrictEqual } = await import('node:util');
        await import('${path}');
        print([...globalThis._tfGlobals.get('gradRegistry').keys()].includes('BatchMatMul'));
        print(isDeepStrictEqual(state(), before));`);
      expect(gradients, 'the registry that is compared has gradients').to.equal(true);
      expect(isSame).to.equal(true);
    });
  }

  it('initlab/plot does not load tfjs', async () => {
    const [globals] = await printed(`
      await import('initlab/plot');
      print(globalThis._tfGlobals === undefined);`);
    expect(globals).to.equal(true);
  });
});

describe('choosing a backend', () => {
  it('adds tensor methods, gradients and the class of our initializers to tfjs', async () => {
    const [changes] = await printed(`${STATE}
      const { useBackend } = await import('initlab');
      await useBackend('cpu');
      const { methods, registries, classes } = state();
      const gradients = (all) => all.find(([name]) => name === 'gradRegistry')[1];
      print({
        flatten: ['flatten' in before.methods, 'flatten' in methods],
        einsum: [gradients(before.registries).has('Einsum'), gradients(registries).has('Einsum')],
        initializer: ['InitlabInitializer' in before.classes, 'InitlabInitializer' in classes],
      });`);
    expect(changes).to.deep.equal({ flatten: [false, true], einsum: [false, true], initializer: [false, true] });
  });
});

describe('a function of the library that computes gradients', () => {
  it('adds the gradients that tfjs lacks, even without a call of useBackend', async () => {
    const [loss] = await printed(`
      import '@tensorflow/tfjs-backend-cpu';
      import * as tf from '@tensorflow/tfjs-core';
      import * as tfl from '@tensorflow/tfjs-layers';
      import { train } from 'initlab';
      await tf.setBackend('cpu');
      class Sums extends tfl.layers.Layer {
        static className = 'Sums';
        build() {
          this.built = true;
          this.w = this.addWeight('w', [2, 1], 'float32', tfl.initializers.ones());
        }
        call([x]) {
          return tf.einsum('ij,jk->ik', x, this.w.read());
        }
        computeOutputShape([n]) {
          return [n, 1];
        }
      }
      const input = tfl.input({ shape: [2] });
      const model = tfl.model({ inputs: input, outputs: new Sums({}).apply(input) });
      const data = { x: tf.ones([4, 2]), y: tf.zeros([4, 1]) };
      const { loss } = await train(model, data, { steps: 2, batchSize: 4, optimizer: 'sgd', learningRate: 0.1, progress: false });
      print([...loss]);`);
    expect(loss).to.have.length(2);
    expect((loss as number[])[1]).to.be.below((loss as number[])[0]);
  });
});
