import { zeros } from '../init/constant.js';
import type { Initializer } from '../init/initializer.js';
import type { RateTopic } from './learningRates.js';
import type { CheckedOptions } from './options.js';
import type { Recipe } from './recipe.js';

/**
 * A bias in words, with the initializer that makes it. A bias that depends on the data or on other
 * weights has no initializer.
 */
export interface BiasAdvice {
  readonly text: string;
  readonly initializer?: Initializer;
}

/** Advice for one kind of layer. */
export interface Advice {
  recipe: Recipe;
  /** √(fanIn·Var(w)) of the initializer; NaN if its scale does not follow the fan. */
  gain: number;
  /** The bias. Default 0. */
  bias?: BiasAdvice;
  /** Other weights of the layer, by name. */
  others?: Readonly<Record<string, Initializer>>;
  why: string;
  source: string;
  /** The property of the layer that decides the advice on the learning rate. */
  rate: RateTopic;
}

/** A row of the table of recommendations. The first row that suits the options is used. */
export interface Row {
  suits(options: CheckedOptions): boolean;
  advice(options: CheckedOptions): Advice;
}

export const zeroBias: BiasAdvice = { text: '0', initializer: zeros() };
