import { GEMM_SCRATCH, gemm, type Multiply } from '../../../foundation/wasm/gemm.js';
import type { WasmMemory } from '../../../foundation/wasm/instantiate.js';
import { chooseRoutines, type Routines, SUMS } from './simd.js';

const PAGE = 65536;

/** A room: a part of the memory, with the number of slots that still need it. */
interface Block {
  readonly offset: number;
  readonly length: number;
  users: number;
}

/** A slot with room for float32 numbers. */
export class Slot {
  readonly length: number;
  readonly block: Block;
  readonly #from: number;
  readonly #memory: () => WasmMemory;
  #data: Float32Array | undefined;

  constructor(block: Block, from: number, length: number, memory: () => WasmMemory) {
    this.block = block;
    this.length = length;
    this.#from = from;
    this.#memory = memory;
  }

  /** The offset in bytes. */
  get offset(): number {
    return this.block.offset + 4 * this.#from;
  }

  /** The numbers, once the arena is closed. */
  get data(): Float32Array {
    this.#data ??= new Float32Array(this.#memory().buffer, this.offset, this.length);
    return this.#data;
  }

  /** Makes a slot for a part of the same room. */
  part(from: number, length: number): Slot {
    return new Slot(this.block, this.#from + from, length, this.#memory);
  }
}

/**
 * One memory for all tensors of a net, laid out before anything runs. First, all tensors are
 * allocated and released in the order of their use, so that later tensors reuse the room of earlier
 * ones. Then the arena is closed: the memory is made, and nothing moves any more.
 */
export class Arena {
  #free: Block[] = [];
  #end: number = GEMM_SCRATCH;
  #memory: WasmMemory | undefined;
  #product: Multiply | undefined;
  #routines: Routines | undefined;

  /** Allocates room for one user. At first, the room contains what earlier users left there. */
  allocate(length: number): Slot {
    const block = this.#smallestFree(length) ?? this.#newBlock(length);
    block.users = 1;
    return new Slot(block, 0, length, () => this.#opened(this.#memory));
  }

  /** Adds a user to the same room. */
  retain(slot: Slot): Slot {
    slot.block.users++;
    return slot;
  }

  /** Removes a user. The room is free for others once it has no user. */
  release(slot: Slot): void {
    if (--slot.block.users === 0) this.#free.push(slot.block);
  }

  /**
   * Ends the planning. `sample` is the size of the largest sample whose statistics will be
   * computed.
   */
  close(sample = 0): void {
    const scratch = this.#end;
    this.#memory = createMemory(Math.ceil((scratch + 8 * (SUMS + sample)) / PAGE));
    this.#product = gemm(this.#memory);
    this.#routines = chooseRoutines(this.#memory, scratch);
  }

  get routines(): Routines {
    return this.#opened(this.#routines);
  }

  /**
   * Computes out [m, n] = a [m, k] · b [k, n], row-major; b is stored as [n, k] if `transposeB`.
   */
  multiply(a: Slot, b: Slot, out: Slot, m: number, k: number, n: number, transposeB = false): void {
    this.#opened(this.#product)(a.offset, b.offset, out.offset, m, k, n, false, transposeB);
  }

  #smallestFree(length: number): Block | undefined {
    const fitting = this.#free.filter((block) => block.length >= length);
    if (fitting.length === 0) return undefined;
    const best = fitting.reduce((a, b) => (b.length < a.length ? b : a));
    this.#free = this.#free.filter((block) => block !== best);
    return best;
  }

  #newBlock(length: number): Block {
    const block = { offset: this.#end, length, users: 0 };
    this.#end += Math.ceil(length / 4) * 16;
    return block;
  }

  #opened<T>(part: T | undefined): T {
    if (part === undefined) throw new Error('the memory is still being planned');
    return part;
  }
}

/** Makes a WebAssembly memory, or a plain memory without WebAssembly. */
function createMemory(pages: number): WasmMemory {
  const engine = (globalThis as { WebAssembly?: { Memory: new (size: { initial: number }) => WasmMemory } })
    .WebAssembly;
  try {
    return engine
      ? new engine.Memory({ initial: pages })
      : { buffer: new ArrayBuffer(pages * PAGE), grow: () => pages };
  } catch (cause) {
    const size = ((pages * PAGE) / 2 ** 30).toFixed(1);
    throw new RangeError(
      `the signals of the net take ${size} GiB in each thread, more than a thread can have (at most 4): take a smaller batch, or fewer jobs`,
      { cause },
    );
  }
}
