import { construct, storageOf } from './construct.js';
import { isKind, type PickledStorage } from './pickled.js';

/** A value that was read, and the place in the bytes after it. */
export interface Unpickled {
  value: unknown;
  end: number;
  /** All storages that it refers to. */
  storages: PickledStorage[];
}

const MARK = Symbol('mark');

/**
 * Reads a pickle, up to protocol 5, without running anything in it: names of classes and functions
 * stay names, and a call becomes a tensor, a container or an inert object. A list and a tuple
 * become an array, a dictionary a Map.
 *
 * @throws Error that says what is wrong, as the end of a sentence that begins with *it*
 * @see Python's Lib/pickletools.py, which documents every operation
 */
export function unpickle(bytes: Uint8Array, start = 0): Unpickled {
  const machine = new Machine(bytes, start);
  while (!machine.isDone) machine.step();
  return { value: machine.pop(), end: machine.place, storages: machine.storages };
}

class Machine {
  isDone = false;
  place: number;
  readonly storages: PickledStorage[] = [];
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #stack: unknown[] = [];
  readonly #memo = new Map<number, unknown>();

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.place = start;
  }

  pop(): unknown {
    if (this.#stack.length === 0) throw new Error('it takes a value that is not there');
    const value = this.#stack.pop();
    if (value === MARK) throw new Error('it takes a value that is not there');
    return value;
  }

  step(): void {
    const code = this.#uint8();
    const operation = OPERATIONS[code];
    if (operation === undefined)
      throw new Error(
        `it has the operation 0x${code.toString(16).padStart(2, '0')} at byte ${this.place - 1}, which PyTorch does not write`,
      );
    operation(this);
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  top(): unknown {
    const value = this.pop();
    this.push(value);
    return value;
  }

  /** Takes all values above the last mark. */
  popMarked(): unknown[] {
    const at = this.#stack.lastIndexOf(MARK);
    if (at < 0) throw new Error('it takes values up to a mark that is not there');
    const values = this.#stack.splice(at);
    return values.slice(1);
  }

  popMany(count: number): unknown[] {
    return Array.from({ length: count }, () => this.pop()).reverse();
  }

  remember(key: number, value: unknown = this.top()): void {
    this.#memo.set(key, value);
  }

  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(key: number): void {
    if (!this.#memo.has(key)) throw new Error('it recalls a value that is not there');
    this.push(this.#memo.get(key));
  }

  #advance(count: number): number {
    const at = this.place;
    if (!(count >= 0 && at + count <= this.#bytes.length)) throw new Error('it ends too early');
    this.place += count;
    return at;
  }

  #uint8(): number {
    return this.#bytes[this.#advance(1)];
  }

  number(type: 'Uint8' | 'Uint16' | 'Uint32' | 'Int32' | 'Length64'): number {
    if (type === 'Uint8') return this.#uint8();
    if (type === 'Uint16') return this.#view.getUint16(this.#advance(2), true);
    if (type === 'Uint32') return this.#view.getUint32(this.#advance(4), true);
    if (type === 'Int32') return this.#view.getInt32(this.#advance(4), true);
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  /** Floating-point numbers are the only big-endian ones. */
  float(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  bytes(count: number): Uint8Array {
    const at = this.#advance(count);
    return this.#bytes.subarray(at, at + count);
  }

  text(count: number): string {
    return new TextDecoder().decode(this.bytes(count));
  }

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.place);
    if (end < 0) throw new Error('it ends too early');
    const text = this.text(end - this.place);
    this.place = end + 1;
    return text;
  }
}

/** Reads a whole number of any length, least significant byte first. */
function longOf(bytes: Uint8Array): number | bigint {
  if (bytes.length > 64) throw new Error('it has a whole number of more than 64 bytes');
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  const signed = bytes.length > 0 ? BigInt.asIntN(8 * bytes.length, value) : 0n;
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

function setItems(target: unknown, pairs: readonly unknown[]): void {
  if (pairs.length % 2 === 1) throw new Error('it has a key without a value');
  for (let i = 0; i < pairs.length; i += 2) {
    if (target instanceof Map) target.set(pairs[i], pairs[i + 1]);
    else if (isKind(target, 'object')) target.parts.push(pairs[i + 1]);
    else throw new Error('it sets an item of something that has none');
  }
}

function append(target: unknown, values: readonly unknown[]): void {
  const list = isKind(target, 'object') ? target.parts : target;
  if (!Array.isArray(list)) throw new Error('it appends to something other than a list');
  for (const value of values) list.push(value);
}

function call(callee: unknown, args: unknown): unknown {
  if (isKind(callee, 'global')) return construct(callee.name, Array.isArray(args) ? args : [args]);
  return { kind: 'object', type: 'unknown', parts: [callee, args] };
}

function build(machine: Machine): void {
  const state = machine.pop();
  const target = machine.top();
  if (isKind(target, 'object')) target.parts.push(state);
}

const globalNamed = (module: string, name: string): unknown => ({
  kind: 'global',
  // Python 2 named the module of built-in names differently.
  name: `${module === '__builtin__' ? 'builtins' : module}.${name}`,
});

/** Operations by their codes. Those of protocol 0, which PyTorch never writes, are left out. */
const OPERATIONS: Readonly<Record<number, (machine: Machine) => void>> = {
  128: (m) => {
    if (m.number('Uint8') > 5) throw new Error('it is of a protocol above 5');
  },
  149: (m) => void m.number('Length64'),
  46: (m) => {
    m.isDone = true;
  },
  // Constants
  78: (m) => m.push(null),
  136: (m) => m.push(true),
  137: (m) => m.push(false),
  74: (m) => m.push(m.number('Int32')),
  75: (m) => m.push(m.number('Uint8')),
  77: (m) => m.push(m.number('Uint16')),
  138: (m) => m.push(longOf(m.bytes(m.number('Uint8')))),
  139: (m) => m.push(longOf(m.bytes(m.number('Uint32')))),
  71: (m) => m.push(m.float()),
  88: (m) => m.push(m.text(m.number('Uint32'))),
  140: (m) => m.push(m.text(m.number('Uint8'))),
  141: (m) => m.push(m.text(m.number('Length64'))),
  84: (m) => m.push(m.text(m.number('Uint32'))),
  85: (m) => m.push(m.text(m.number('Uint8'))),
  66: (m) => m.push(m.bytes(m.number('Uint32'))),
  67: (m) => m.push(m.bytes(m.number('Uint8'))),
  142: (m) => m.push(m.bytes(m.number('Length64'))),
  150: (m) => m.push(m.bytes(m.number('Length64'))),
  // Containers
  40: (m) => m.push(MARK),
  48: (m) => void m.pop(),
  49: (m) => void m.popMarked(),
  50: (m) => m.push(m.top()),
  41: (m) => m.push([]),
  133: (m) => m.push(m.popMany(1)),
  134: (m) => m.push(m.popMany(2)),
  135: (m) => m.push(m.popMany(3)),
  116: (m) => m.push(m.popMarked()),
  93: (m) => m.push([]),
  108: (m) => m.push(m.popMarked()),
  125: (m) => m.push(new Map()),
  100: (m) => {
    const map = new Map();
    setItems(map, m.popMarked());
    m.push(map);
  },
  143: (m) => m.push([]),
  145: (m) => m.push(m.popMarked()),
  97: (m) => {
    const value = m.pop();
    append(m.top(), [value]);
  },
  101: (m) => {
    const values = m.popMarked();
    append(m.top(), values);
  },
  144: (m) => {
    const values = m.popMarked();
    append(m.top(), values);
  },
  115: (m) => {
    const [key, value] = m.popMany(2);
    setItems(m.top(), [key, value]);
  },
  117: (m) => {
    const pairs = m.popMarked();
    setItems(m.top(), pairs);
  },
  // Memory
  113: (m) => m.remember(m.number('Uint8')),
  114: (m) => m.remember(m.number('Uint32')),
  148: (m) => m.rememberNext(),
  104: (m) => m.recall(m.number('Uint8')),
  106: (m) => m.recall(m.number('Uint32')),
  // Names, calls and objects
  99: (m) => m.push(globalNamed(m.line(), m.line())),
  147: (m) => {
    const [module, name] = m.popMany(2);
    m.push(globalNamed(String(module), String(name)));
  },
  82: (m) => {
    const [callee, args] = m.popMany(2);
    m.push(call(callee, args));
  },
  129: (m) => {
    const [callee, args] = m.popMany(2);
    m.push(call(callee, args));
  },
  146: (m) => {
    const [callee, args] = m.popMany(3);
    m.push(call(callee, args));
  },
  98: build,
  81: (m) => {
    const storage = storageOf(m.pop());
    m.storages.push(storage);
    m.push(storage);
  },
};
