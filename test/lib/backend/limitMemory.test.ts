import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import type { Heap } from '../../../lib/src/backend/kernels/heap.js';
import { limitMemory } from '../../../lib/src/backend/kernels/limitMemory.js';

describe('the memory of the wasm backend', () => {
  it('ends with an error, not with overwritten data, and is usable after', async () => {
    await useBackend('wasm');
    const backend = tf.backend() as unknown as { makeOutput: Heap['make']; disposeData(id: object): void };
    const mark = tf.tensor1d([1, 2, 3]);
    const taken: tf.TensorInfo[] = [];
    // 512 MiB each, of which nothing is written: the system gives no pages for them.
    const take = (): void => {
      for (let i = 0; i < 9; i++) taken.push(backend.makeOutput([2 ** 27], 'float32'));
    };
    expect(take).to.throw(RangeError, /no room for a tensor of 0.50 GiB.*memory ends at 3.50 GiB; free tensors/);
    expect(taken.length).to.be.within(5, 6);
    for (const { dataId } of taken) backend.disposeData(dataId);
    expect([...tf.add(mark, 1).dataSync()]).to.deep.equal([2, 3, 4]);
    mark.dispose();
  });

  it('refuses one tensor that is larger than all of it, of which the size would wrap around', async () => {
    const asked: number[] = [];
    const wasm = { HEAPU8: new Uint8Array(), _malloc: (bytes: number) => asked.push(bytes), _free: () => undefined };
    limitMemory(wasm);
    expect(() => wasm._malloc(2 ** 32 + 16)).to.throw(RangeError, 'a tensor of 4.00 GiB');
    expect(asked).to.deep.equal([]);
  });
});
