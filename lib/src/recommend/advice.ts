import { zeros } from '../init/constant.js';
import type { Initializer } from '../init/initializer.js';
import type { RateTopic } from './learningRates.js';
import type { CheckedOptions } from './options.js';
import type { Recipe } from './recipe.js';

/**
 * A bias in words, and the initializer that makes it. A bias that depends on the data or on other
 * weights has none.
 */
export interface BiasAdvice {
  readonly text: string;
  readonly initializer?: Initializer;
}

/** What to do in one case. */
export interface Advice {
  recipe: Recipe;
  /** √(fanIn·Var(w)); NaN where the scale does not follow the fan. */
  gain: number;
  /** Default 0. */
  bias?: BiasAdvice;
  /** Other weights of the layer, by name. */
  others?: Readonly<Record<string, Initializer>>;
  why: string;
  source: string;
  /** What decides the learning rate. */
  rate: RateTopic;
}

/** A row of the table of recommendations. The first row that suits is used. */
export interface Row {
  suits(options: CheckedOptions): boolean;
  advice(options: CheckedOptions): Advice;
}

export const zeroBias: BiasAdvice = { text: '0', initializer: zeros() };
