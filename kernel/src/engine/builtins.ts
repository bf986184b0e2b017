/**
 * Keeps the built-in objects of JavaScript in a state in which the kernel can work. Cells share
 * them with the kernel and may replace them: a lesson may well patch `Array.prototype.map`. Only
 * what is broken is restored.
 *
 * The code below uses only syntax and functions that it has kept, because everything else may be
 * broken when it runs.
 */

/** A property as it was before any cell ran. */
interface Kept {
  owner: object;
  key: PropertyKey;
  name: string;
  descriptor: PropertyDescriptor;
  /** The value of a global. It may lie behind an accessor, as that of `process` does. */
  value: unknown;
}

const { is } = Object;
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys, apply } = Reflect;

/** Globals that the kernel uses after a cell has run. */
const NAMES = [
  'Object Array Promise Map Set WeakMap WeakSet JSON Error TypeError RangeError SyntaxError AggregateError Symbol String',
  'Number Boolean RegExp Function Math Date Uint8Array Int32Array SharedArrayBuffer Atomics Reflect process Buffer',
  'queueMicrotask performance structuredClone parseInt globalThis',
]
  .join(' ')
  .split(' ');

/** Objects whose methods the kernel calls, by the name under which they are reported. */
const OWNERS: readonly (readonly [string, object])[] = [
  ['Object', Object],
  ['Object.prototype', Object.prototype],
  ['Array', Array],
  ['Array.prototype', Array.prototype],
  ['Promise', Promise],
  ['Promise.prototype', Promise.prototype],
  ['Map.prototype', Map.prototype],
  ['Set.prototype', Set.prototype],
  ['WeakMap.prototype', WeakMap.prototype],
  ['JSON', JSON],
  ['Error', Error],
  ['Error.prototype', Error.prototype],
  ['Symbol', Symbol],
  ['String.prototype', String.prototype],
  ['Number', Number],
  ['RegExp.prototype', RegExp.prototype],
  ['Function.prototype', Function.prototype],
  ['Reflect', Reflect],
  ['an iterator', Object.getPrototypeOf([][Symbol.iterator]()) as object],
  ['a Map iterator', Object.getPrototypeOf(new Map()[Symbol.iterator]()) as object],
  ['a Set iterator', Object.getPrototypeOf(new Set()[Symbol.iterator]()) as object],
];

/** Properties that change how every object behaves if `Object.prototype` has them. */
const INTRUDERS: readonly string[] = [
  'then',
  'value',
  'get',
  'set',
  'writable',
  'enumerable',
  'configurable',
  'toJSON',
  'status',
  'kind',
];

/**
 * Takes note of the built-in objects, and returns a function that restores those which are broken:
 * it calls `report` with their names, separated by commas, if there are any.
 */
export function keepBuiltins(): (report: (names: string) => void) => void {
  const globals = NAMES.flatMap((name) => keep(globalThis, name, name));
  const methods = OWNERS.flatMap(([name, owner]) =>
    ownKeys(owner).flatMap((key) => keep(owner, key, `${name}.${String(key)}`)),
  );
  return (report) => {
    let names = removeIntruders(globals[0].descriptor.value as ObjectConstructor);
    names = restore(globals, hasLostItsKind, names);
    if (works()) return names === '' ? undefined : report(names);
    names = restore(globals, hasChanged, names);
    report(restore(methods, hasChanged, names));
  };
}

function keep(owner: object, key: PropertyKey, name: string): Kept[] {
  const descriptor = getOwnPropertyDescriptor(owner, key);
  if (descriptor === undefined) return [];
  const value = owner === globalThis ? (owner as Record<PropertyKey, unknown>)[key] : descriptor.value;
  return [{ owner, key, name, descriptor, value }];
}

function removeIntruders({ prototype }: ObjectConstructor): string {
  let names = '';
  for (let i = 0; i < INTRUDERS.length; i++) {
    if (getOwnPropertyDescriptor(prototype, INTRUDERS[i]) === undefined) continue;
    deleteProperty(prototype, INTRUDERS[i]);
    names = add(names, `Object.prototype.${INTRUDERS[i]}`);
  }
  return names;
}

function restore(properties: readonly Kept[], isBroken: (kept: Kept) => boolean, names: string): string {
  let found = names;
  for (let i = 0; i < properties.length; i++) {
    if (!isBroken(properties[i])) continue;
    const { owner, key, name, descriptor, value } = properties[i];
    if (!defineProperty(owner, key, descriptor)) continue;
    if (descriptor.set !== undefined) apply(descriptor.set, owner, [value]);
    found = add(found, name);
  }
  return found;
}

function add(names: string, name: string): string {
  return names === '' ? name : `${names}, ${name}`;
}

/** Whether a global is no longer what it was: a function, or an object. */
function hasLostItsKind({ owner, key, value }: Kept): boolean {
  const now = (owner as Record<PropertyKey, unknown>)[key];
  return typeof now !== typeof value || (now === null) !== (value === null);
}

function hasChanged({ owner, key, descriptor }: Kept): boolean {
  const now = getOwnPropertyDescriptor(owner, key);
  return now === undefined || !is(now.value, descriptor.value) || now.get !== descriptor.get;
}

/** Tries what the kernel needs. */
function works(): boolean {
  try {
    const list = [3, 1, 2].map((x) => x + 1).filter((x) => x > 2);
    list.push(...[7, 5].slice(0, 1));
    const [first, ...others] = [...list, ...new Set([9])].reverse();
    const found = new Map([['a', first]]).get('a') === 9 && others.join('-') === '7-3-4';
    const text = JSON.stringify(JSON.parse('{"a":["b"]}')) === '{"a":["b"]}';
    const entries = Object.entries(Object.assign({}, { x: 1 }))
      .flat()
      .includes('x');
    const words =
      'a b'.split(' ').length === 2 && 'abc'.replace(/b/, 'd') === 'adc' && / *(b)/.exec('a b')?.[1] === 'b';
    const error = new Error('text').message === 'text' && new TypeError('x') instanceof Error;
    const promise = new Promise<void>((done) => done()).then(() => {}) instanceof Promise;
    const late = Promise.resolve(1).finally(() => {}) instanceof Promise && typeof Promise.race([]).then === 'function';
    const called = (() => 5).call(undefined) === 5 && (() => 6).apply(undefined, []) === 6;
    const weak = new WeakMap([[list, 4]]).get(list) === 4;
    return found && text && entries && words && error && promise && late && called && weak && Symbol.for('a') !== null;
  } catch {
    return false;
  }
}
