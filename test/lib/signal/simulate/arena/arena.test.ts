import { expect } from 'chai';
import { GEMM_SCRATCH } from '../../../../../lib/src/foundation/wasm/gemm.js';
import { Arena } from '../../../../../lib/src/signal/simulate/arena/arena.js';

describe('Arena', () => {
  it('gives later tensors the smallest sufficient room of released tensors', () => {
    const arena = new Arena();
    const [large, small] = [arena.allocate(100), arena.allocate(10)];
    arena.release(large);
    arena.release(small);
    expect(arena.allocate(8).offset).to.equal(small.offset);
    expect(arena.allocate(50).offset).to.equal(large.offset);
    expect(arena.allocate(5).offset).to.equal(GEMM_SCRATCH + 400 + 48);
  });

  it('does not reuse room that still has another user', () => {
    const arena = new Arena();
    const slot = arena.retain(arena.allocate(4));
    arena.release(slot);
    expect(arena.allocate(4).offset).to.not.equal(slot.offset);
    arena.release(slot);
    expect(arena.allocate(4).offset).to.equal(slot.offset);
  });

  it('multiplies slots and parts of slots, with the second factor transposed on request', () => {
    const arena = new Arena();
    const [a, b, out] = [arena.allocate(6), arena.allocate(6), arena.allocate(8)];
    arena.close();
    a.data.set([1, 2, 3, 4, 5, 6]);
    b.data.set([1, 0, 0, 1, 1, 1]);
    arena.multiply(a, b, out, 2, 3, 2);
    expect([...out.data.subarray(0, 4)]).to.deep.equal([4, 5, 10, 11]);
    arena.multiply(a, b, out.part(4, 4), 2, 3, 2, true);
    expect([...out.data]).to.deep.equal([4, 5, 10, 11, 1, 6, 4, 15]);
  });

  it('says how much memory a net would take if that is too much', () => {
    const arena = new Arena();
    arena.allocate(2 ** 31);
    expect(() => arena.close()).to.throw(
      RangeError,
      'take 8.0 GiB in each thread, more than a thread can have (at most 4)',
    );
  });

  it('has no memory before it is closed', () => {
    expect(() => new Arena().allocate(1).data).to.throw('still being planned');
  });
});
