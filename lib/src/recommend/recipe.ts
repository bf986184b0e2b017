import type { Initializer } from '../init/initializer.js';
import { initializerOf } from '../init/initializerOf.js';

/**
 * An initializer and the call that makes it. Both come from the same name and options, so they
 * agree.
 */
export interface Recipe {
  readonly initializer: Initializer;
  readonly code: string;
}

/** A number that is written as the expression that computes it, because that is easier to read. */
interface Computed {
  readonly value: number;
  readonly code: string;
}

type Option = number | string | Computed;

/**
 * Makes a recipe.
 *
 * @param options options with the value undefined are left out
 */
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

/** Computes value/√n. */
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
