/**
 * Checks arguments of public functions. Each error names the argument, its value and what is
 * allowed.
 */

import { oneLine } from './oneLine.js';

/** Describes a value for an error message. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (value === null || typeof value !== 'object') return String(value);
  if (!Array.isArray(value)) return `an object of type ${nameOfType(value)}`;
  const items = value.slice(0, MOST_ITEMS).map(describe);
  return `[${[...items, ...(value.length > MOST_ITEMS ? [`… ${value.length} items`] : [])].join(', ')}]`;
}

/** Largest number of items and of characters that a message shows. */
const MOST_ITEMS = 16;
const MOST_CHARACTERS = 200;

/** Quotes a text in one line: long texts are cut, and control characters are escaped. */
export function quoted(text: string): string {
  return oneLine(JSON.stringify(text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text));
}

function nameOfType(value: object): string {
  const { constructor: made } = value;
  return typeof made === 'function' ? made.name : 'unknown';
}

/** Checks that a value is a number, neither NaN nor infinite. */
export function finite(value: number, name: string): number {
  return number(value, name, Number.isFinite(value), 'a finite number');
}

/** Checks that a value is a finite number of at least zero. */
export function nonNegative(value: number, name: string): number {
  return number(value, name, Number.isFinite(value) && value >= 0, 'a finite number of at least 0');
}

/** Checks that a value is a finite number above zero. */
export function positive(value: number, name: string): number {
  return number(value, name, Number.isFinite(value) && value > 0, 'a finite number above 0');
}

/** Checks that a value is a number from `low` to `high`. */
export function between(value: number, low: number, high: number, name: string): number {
  const isWithin = typeof value === 'number' && value >= low && value <= high;
  return number(value, name, isWithin, `a number from ${low} to ${high}`);
}

/** Checks that a value is a safe integer of at least zero. */
export function nonNegativeInteger(value: number, name: string): number {
  return number(value, name, Number.isSafeInteger(value) && value >= 0, 'an integer of at least 0');
}

/** Checks that a value is a safe integer of at least one. */
export function positiveInteger(value: number, name: string): number {
  return number(value, name, Number.isSafeInteger(value) && value > 0, 'an integer of at least 1');
}

/** Checks that a value is a number, which may be infinite but not NaN. */
export function notNaN(value: number, name: string): number {
  return number(value, name, typeof value === 'number' && !Number.isNaN(value), 'a number');
}

/** Checks that a value is true or false, because truthy and falsy values hide mistakes. */
export function truth(value: boolean, name: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new TypeError(`${name} is ${describe(value)}; it must be true or false`);
}

/** Checks that a value is a function or undefined. */
export function callback(value: unknown, name: string): void {
  if (value === undefined || typeof value === 'function') return;
  throw new TypeError(`${name} is ${describe(value)}; it must be a function`);
}

/**
 * Checks that a value is an AbortSignal or undefined. Passing the controller itself has no effect.
 */
export function abortSignal(value: unknown, name: string): void {
  if (value === undefined || typeof (value as AbortSignal | null)?.aborted === 'boolean') return;
  throw new TypeError(
    `${name} is ${describe(value)}; it must be an AbortSignal, for example new AbortController().signal`,
  );
}

/** Checks that a value is one of the allowed names. */
export function oneOf<T extends string>(value: T, allowed: readonly T[], name: string): T {
  if (allowed.includes(value)) return value;
  throw new RangeError(`${name} is ${describe(value)}; allowed: ${allowed.join(', ')}`);
}

/** Checks that options are an object, where no list of the known ones is kept. */
export function optionsObject(options: object, where: string, example: string): void {
  if (typeof options === 'object' && options !== null) return;
  throw new TypeError(`${where}: the options are ${describe(options)}; they must be an object: ${example}`);
}

/** Checks that every option is known, because a misspelt option would be ignored silently. */
export function knownOptions(options: object, allowed: readonly string[], where: string): void {
  if (options === null || typeof options !== 'object' || Array.isArray(options)) {
    throw new TypeError(`${where}: options are ${describe(options)}; pass an object with any of ${allowed.join(', ')}`);
  }
  const unknown = Object.keys(options).find((key) => !allowed.includes(key));
  if (unknown === undefined) return;
  const list = allowed.length > 0 ? allowed.join(', ') : 'none';
  throw new TypeError(`${where}: unknown option ${describe(unknown)}; allowed: ${list}`);
}

/** Makes a list of one value for each layer, from such a list or from one value for all layers. */
export function perLayer<T>(value: T | readonly T[], layers: number, name: string): readonly T[] {
  if (!Array.isArray(value)) return Array<T>(layers).fill(value as T);
  if (value.length === layers) return value;
  throw new RangeError(
    `${name} lists ${value.length} entries for ${layers} layers; give one for each layer, or one for all`,
  );
}

/** Runs a check. If it throws, the message of the error begins with `place`. */
export function located<T>(place: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof RangeError) throw new RangeError(`${place}: ${error.message}`, { cause: error });
    if (error instanceof TypeError) throw new TypeError(`${place}: ${error.message}`, { cause: error });
    throw error;
  }
}

function number(value: number, name: string, isValid: boolean, allowed: string): number {
  if (isValid) return value;
  const ErrorType = typeof value === 'number' ? RangeError : TypeError;
  throw new ErrorType(`${name} is ${describe(value)}; it must be ${allowed}`);
}
