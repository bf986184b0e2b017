import { describe } from '../../../foundation/argument.js';

/** Data that JSON can hold, with NaN and the infinities as texts. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** Texts for the numbers that JSON lacks. */
const NOT_FINITE: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** Deepest nesting of data, which also finds objects that contain themselves. */
const DEEPEST = 32;

/**
 * Turns a value into data that JSON can hold: typed arrays become lists, and NaN and the infinities
 * become texts. Properties that are undefined are left out.
 *
 * @param place name of the value in error messages
 * @throws TypeError if a part of the value is no plain data, such as a tensor
 */
export function toPlain(value: unknown, place: string, depth = 0): Plain {
  if (depth > DEEPEST) throw new TypeError(`${place} is nested more than ${DEEPEST} levels deep; return flat data`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<unknown>, (item, i) => toPlain(item, `${place}[${i}]`, depth + 1));
  if (Array.isArray(value)) return value.map((item, i) => toPlain(item, `${place}[${i}]`, depth + 1));
  if (isPlainObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(
      entries.map(([name, item]): [string, Plain] => [name, toPlain(item, `${place}.${name}`, depth + 1)]),
    );
  }
  throw new TypeError(
    `${place} is ${describe(value)}; only numbers, texts, true, false, null, lists and plain objects can be kept. ` +
      'Call dataSync() of a tensor, and await a promise',
  );
}

/** Returns the number that a text of `toPlain` stands for; undefined for other values. */
export function toNumber(value: Plain | undefined): number | undefined {
  return typeof value === 'number' ? value : typeof value === 'string' ? NOT_FINITE.get(value) : undefined;
}

/** Whether a value is an object that was written as a literal. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype as object) === null;
}
