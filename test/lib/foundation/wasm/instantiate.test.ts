import { expect } from 'chai';
import { instantiate, type WasmMemory } from '../../../../lib/src/foundation/wasm/instantiate.js';

/** `export function half(at: usize): void { f32.store(at, f32.load(at) / 2) }`, in base64. */
const half = 'AGFzbQEAAAABBQFgAX8AAg8BA2VudgZtZW1vcnkCAAADAgEABwgBBGhhbGYAAAoUARIAIAAgACoCAEMAAAA/lDgCAAs=';

type Half = { half(at: number): void };

describe('instantiate', () => {
  it('gives a module a memory of its own, of as many pages as are asked for', () => {
    const { exports, memory } = instantiate<Half>(half, 2) ?? expect.fail('no WebAssembly');
    expect(memory.buffer.byteLength).to.equal(2 * 65536);
    const numbers = new Float32Array(memory.buffer, 64, 2);
    numbers.set([3, 5]);
    exports.half(64);
    expect([...numbers]).to.deep.equal([1.5, 5]);
  });

  it('or lets it work on one that is there', () => {
    const memory = instantiate<Half>(half, 1)?.memory as WasmMemory;
    expect(instantiate<Half>(half, memory)?.memory).to.equal(memory);
  });

  it('gives nothing where the module is refused, as without SIMD, or where there is no WebAssembly', () => {
    expect(instantiate('AGFzbQEAAAA=', 1)).to.not.equal(undefined);
    expect(instantiate('AGFzbQIAAAA=', 1)).to.equal(undefined);
    const engine = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly') as PropertyDescriptor;
    Reflect.deleteProperty(globalThis, 'WebAssembly');
    try {
      expect(instantiate(half, 1)).to.equal(undefined);
    } finally {
      Object.defineProperty(globalThis, 'WebAssembly', engine);
    }
  });
});
