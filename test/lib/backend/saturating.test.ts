import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import type { Heap } from '../../../lib/src/backend/kernels/heap.js';
import type { Routines } from '../../../lib/src/backend/kernels/routines.js';
import { useBackend } from '../../../lib/src/backend/useBackend.js';
import { wasmHeap } from '../../../lib/src/backend/wasm.js';

const COUNT = 2 ** 16;

/** Compares a routine with the function of tfjs's module for every float32 `step` bits apart. */
function differences(name: 'Tanh' | 'Sigmoid', from: number, step: number): number[] {
  const heap = wasmHeap() as Heap;
  const routines = heap.routines as Routines;
  const backend = tf.backend() as BackendWasm;
  const idOf = ({ dataId }: tf.TensorInfo): number => backend.dataIdMap.get(dataId).id;
  const stock = (backend.wasm as unknown as { cwrap: Cwrap }).cwrap(name, null, ['number', 'number', 'number']);
  const [x, expected, actual] = [0, 1, 2].map(() => heap.make([COUNT]));
  const bits = new Uint32Array(heap.numbers(x).buffer, heap.at(x), COUNT);
  for (let i = 0; i < COUNT; i++) bits[i] = from + i * step;
  // tfjs's wasm backend has the number 1 for float32. XNNPACK's sigmoid has no type.
  if (name === 'Tanh') stock(idOf(x), 1, idOf(expected));
  else (stock as (from: number, to: number) => void)(idOf(x), idOf(expected));
  routines[name === 'Tanh' ? 'tanh' : 'sigmoid'](heap.at(x), heap.at(actual), COUNT);
  const [given, stockNumbers, ownNumbers] = [x, expected, actual].map((tensor) => heap.numbers(tensor));
  const found = [...given].filter((_, i) => !Object.is(ownNumbers[i], stockNumbers[i]));
  for (const tensor of [x, expected, actual]) heap.free(tensor);
  return found;
}

type Cwrap = (name: string, result: null, types: string[]) => (...numbers: number[]) => void;

describe('tanh and sigmoid on wasm', () => {
  before(() => useBackend('wasm'));

  for (const name of ['Tanh', 'Sigmoid'] as const) {
    it(`${name} has the numbers of tfjs, NaN and infinities included`, () => {
      expect(differences(name, 12_345, 2 ** 16)).to.deep.equal([]);
      // 0.25, the bounds of tanh near 0.255 and 0.549, and 10.
      for (const bits of [0x3e800000, 0x3e82c578, 0x3f0c9f54, 0x41200000]) {
        expect(differences(name, bits - COUNT / 2, 1)).to.deep.equal([]);
        expect(differences(name, bits - COUNT / 2 + 0x80000000, 1)).to.deep.equal([]);
      }
    });
  }

  it('serve `tf.tanh` for every size', () => {
    for (const size of [0, 1, 3, 4, 7]) {
      const x = tf.tensor1d(Float32Array.from({ length: size }, (_, i) => i - 2));
      const expected = Array.from({ length: size }, (_, i) => Math.tanh(i - 2));
      for (const [i, value] of tf.tanh(x).arraySync().entries()) expect(value).to.be.closeTo(expected[i], 1e-6);
      x.dispose();
    }
  });
});
