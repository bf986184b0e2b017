import { expect } from 'chai';
import { printed } from './printed.js';

const IMPORTS = `
  import * as tf from '@tensorflow/tfjs-core';
  import * as tfl from '@tensorflow/tfjs-layers';
  import { useBackend } from 'initlab';`;

describe('the tensor methods that the library adds', () => {
  for (const backend of ['wasm', 'cpu']) {
    it(`let recurrent layers with their defaults be built, run and trained on ${backend}`, async () => {
      const [distances, shape, losses] = await printed(`${IMPORTS}
        await useBackend('${backend}');
        const { lstm, gru, simpleRNN, dense } = tfl.layers;
        const model = tfl.sequential({
          layers: [
            lstm({ units: 4, returnSequences: true, inputShape: [5, 3] }),
            gru({ units: 4, returnSequences: true }),
            simpleRNN({ units: 4 }),
            dense({ units: 1 }),
          ],
        });
        const recurrent = model.layers.slice(0, 3).map((layer) => layer.getWeights()[1]);
        print(recurrent.map((w) => tf.max(tf.abs(tf.sub(tf.matMul(w, w, false, true), tf.eye(4)))).dataSync()[0]));
        const x = tf.randomNormal([8, 5, 3], 0, 1, 'float32', 1);
        const y = tf.randomNormal([8, 1], 0, 1, 'float32', 2);
        print(model.predict(x).shape);
        model.compile({ optimizer: tf.train.adam(0.03), loss: 'meanSquaredError' });
        const { history } = await model.fit(x, y, { epochs: 30, verbose: 0 });
        print(history.loss);`);
      for (const distance of distances as number[]) expect(distance, 'from orthonormal rows').to.be.below(1e-5);
      expect(shape).to.deep.equal([8, 1]);
      const [first, last] = [(losses as number[])[0], (losses as number[]).at(-1)];
      expect(last).to.be.below(first / 2);
    });
  }

  it('let the R² metric and the gradients of prod and gather work', async () => {
    const [r2, ofProd, ofGather] = await printed(`${IMPORTS}
      await useBackend('cpu');
      const y = tf.tensor1d([1, 2, 3, 6]);
      print(tfl.metrics.r2Score(y, tf.tensor1d([1, 2, 4, 5])).dataSync()[0]);
      print([...tf.grad((x) => tf.prod(x))(y).dataSync()]);
      const gathered = (x) => tf.gather(x, tf.tensor2d([[1], [0]], [2, 1], 'int32'), 1, 1);
      print(tf.grad(gathered)(tf.tensor2d([[1, 2], [3, 4]])).arraySync());`);
    expect(r2).to.equal(Math.fround(1 - 2 / 14));
    expect(ofProd).to.deep.equal([36, 18, 12, 6]);
    expect(ofGather).to.deep.equal([
      [0, 1],
      [1, 0],
    ]);
  });

  const chooseBackend = "const { useBackend } = await import('initlab'); await useBackend('cpu');";
  const loadTfjs = "await import('@tensorflow/tfjs');";
  for (const [order, program] of [
    ['before', loadTfjs + chooseBackend],
    ['after', chooseBackend + loadTfjs],
  ]) {
    it(`leave the methods of the full tfjs in place if it is loaded ${order} a backend is chosen`, async () => {
      // The full package's methods refuse a tensor that was disposed of.
      const [flatten] = await printed(`
        ${program}
        const { Tensor } = await import('@tensorflow/tfjs-core');
        print(String(Tensor.prototype.flatten));`);
      expect(flatten).to.include('throwIfDisposed');
    });
  }
});
