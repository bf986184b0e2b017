import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import type { Heap } from '../../../lib/src/backend/kernels/heap.js';
import { limitMemory } from '../../../lib/src/backend/kernels/limitMemory.js';

describe('the wasm backend', () => {
  it('throws when its memory is full, instead of overwriting data, and works afterwards', async () => {
    await useBackend('wasm');
    const backend = tf.backend() as unknown as { makeOutput: Heap['make']; disposeData(id: object): void };
    const mark = tf.tensor1d([1, 2, 3]);
    const taken: tf.TensorInfo[] = [];
    // Each takes 512 MiB of addresses but no memory of the machine, because nothing is written to
    // it.
    const take = (): void => {
      for (let i = 0; i < 9; i++) taken.push(backend.makeOutput([2 ** 27], 'float32'));
    };
    expect(take).to.throw(RangeError, /no room for a tensor of 0.50 GiB.*memory ends at 3.50 GiB; free tensors/);
    expect(taken.length).to.be.within(5, 6);
    for (const { dataId } of taken) backend.disposeData(dataId);
    expect([...tf.add(mark, 1).dataSync()]).to.deep.equal([2, 3, 4]);
    mark.dispose();
  });

  it('refuses a single tensor that is larger than its memory, even if its size in bytes would wrap around', async () => {
    const asked: number[] = [];
    const wasm = { HEAPU8: new Uint8Array(), _malloc: (bytes: number) => asked.push(bytes), _free: () => undefined };
    limitMemory(wasm);
    expect(() => wasm._malloc(2 ** 32 + 16)).to.throw(RangeError, 'a tensor of 4.00 GiB');
    expect(asked).to.deep.equal([]);
  });
});
