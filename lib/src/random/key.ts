import { describe } from '../foundation/argument.js';
import type { Key } from './philox.js';

/**
 * Splits a safe integer of at least 0, or a bigint from 0 to 2⁶⁴ − 1, into two 32-bit words, the
 * low one first.
 */
export function key(value: number | bigint, name: string): Key {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && value >= 0) return [value | 0, (value / 2 ** 32) | 0];
  } else if (typeof value === 'bigint') {
    if (value >= 0n && value < 1n << 64n)
      return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
  } else {
    throw new TypeError(`${name} is ${describe(value)}; it must be a number or a bigint`);
  }
  throw new RangeError(
    `${name} is ${describe(value)}; it must be an integer from 0 to ${Number.MAX_SAFE_INTEGER}, or a bigint from 0n to 2n ** 64n - 1n`,
  );
}
