import type { Initializer } from '../init/initializer.js';
import { initializerOf } from '../init/initializerOf.js';

/** An initializer, and the call that makes it, both from one name and the same options, so that neither can say what the other does not. */
export interface Recipe {
  readonly initializer: Initializer;
  readonly code: string;
}

/** A number that is better read as it was computed. */
interface Computed {
  readonly value: number;
  readonly code: string;
}

type Option = number | string | Computed;

/** @param options those that are undefined are left out. */
export function recipe(name: string, options: Readonly<Record<string, Option | undefined>> = {}): Recipe {
  const given = Object.entries(options).filter((entry): entry is [string, Option] => entry[1] !== undefined);
  const texts = given.map(([key, option]) => `${key}: ${codeOf(option)}`);
  return {
    initializer: initializerOf({
      name,
      options: Object.fromEntries(given.map(([key, option]) => [key, numberOf(option)])),
    }),
    code: `${name}(${texts.length > 0 ? `{ ${texts.join(', ')} }` : ''})`,
  };
}

/** value/√n. */
export function overRoot(value: number, n: number): Computed {
  return { value: value / Math.sqrt(n), code: `${value} / Math.sqrt(${n})` };
}

function numberOf(option: Option): number | string {
  return typeof option === 'object' ? option.value : option;
}

function codeOf(option: Option): string {
  if (typeof option === 'object') return option.code;
  return typeof option === 'string' ? `'${option}'` : String(option);
}
