import { expect } from 'chai';
import { instantiate, type WasmMemory } from '../../../../lib/src/foundation/wasm/instantiate.js';

/**
 * `export function half(at: usize): void { f32.store(at, f32.load(at) / 2) }`, in hexadecimal
 * digits.
 */
const half =
  '0061736d0100000001050160017f00020f0103656e76066d656d6f7279020000030201000708010468616c6600000a14011200200020002a0200430000003f943802000b';

type Half = { half(at: number): void };

describe('instantiate', () => {
  it('gives a module a new memory with the given number of pages', () => {
    const { exports, memory } = instantiate<Half>(half, 2) ?? expect.fail('no WebAssembly');
    expect(memory.buffer.byteLength).to.equal(2 * 65536);
    const numbers = new Float32Array(memory.buffer, 64, 2);
    numbers.set([3, 5]);
    exports.half(64);
    expect([...numbers]).to.deep.equal([1.5, 5]);
  });

  it('lets a module work on an existing memory', () => {
    const memory = instantiate<Half>(half, 1)?.memory as WasmMemory;
    expect(instantiate<Half>(half, memory)?.memory).to.equal(memory);
  });

  it('returns undefined if the engine refuses the module or has no WebAssembly', () => {
    expect(instantiate('0061736d01000000', 1)).to.not.equal(undefined);
    expect(instantiate('0061736d02000000', 1)).to.equal(undefined);
    const engine = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly') as PropertyDescriptor;
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    try {
      expect(instantiate(half, 1)).to.equal(undefined);
    } finally {
      Object.defineProperty(globalThis, 'WebAssembly', engine);
    }
  });
});
