import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, trace, useBackend } from 'initlab';
import { isOutOfMemory, MemoryError } from '../../../lib/dist/backend/memoryError.js';

/**
 * Repeats its input, so that 8 samples need 4 GiB at once. The wasm backend refuses this before it
 * writes anything.
 */
function hugeModel(): tfl.LayersModel {
  return tfl.sequential({
    layers: [
      tfl.layers.repeatVector({ n: 140_000, inputShape: [1000] }),
      tfl.layers.globalAveragePooling1d({}),
      tfl.layers.dense({ units: 1 }),
    ],
  });
}

const data = { x: { shape: [8, 1000], data: new Float32Array(8000).fill(1) }, y: new Float32Array(8) };

describe('a measurement that does not fit into memory', () => {
  before(() => useBackend('wasm'));

  const advice = {
    trace: { run: trace, lower: 'shorten x and y' },
    diagnose: { run: diagnose, lower: 'set the option samples' },
  };
  for (const [name, { run, lower }] of Object.entries(advice)) {
    it(`is refused by ${name} with the number and shape of the samples, and what to lower`, () => {
      const model = hugeModel();
      const { numTensors } = tf.memory();
      expect(() => run(model, data)).to.throw(
        MemoryError,
        `${name}: there is not enough memory to measure the model on 8 samples of shape [1000]; ${lower} to fewer than 8, or make the inputs smaller (the wasm backend has no room`,
      );
      expect(tf.memory().numTensors).to.equal(numTensors);
      model.dispose();
    });
  }

  it('is recognized by the message of the engine and of each backend', () => {
    expect(isOutOfMemory(rangeError(() => new Float32Array(2 ** 52)))).to.equal(true);
    expect(isOutOfMemory(rangeError(() => new ArrayBuffer(2 ** 52)))).to.equal(true);
    expect(isOutOfMemory(rangeError(() => new WebAssembly.Memory({ initial: 1, maximum: 1 }).grow(1)))).to.equal(true);
    expect(isOutOfMemory(new Error('OOM when allocating tensor with shape[8,112,112,96]'))).to.equal(true);
    expect(isOutOfMemory(new RangeError('learningRate is 0; it must be positive'))).to.equal(false);
  });
});

function rangeError(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error');
}
