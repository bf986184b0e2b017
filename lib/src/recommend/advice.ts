import { zeros } from '../init/constant.js';
import type { Initializer } from '../init/initializer.js';
import type { RateTopic } from './learningRates.js';
import type { Asked } from './options.js';
import type { Recipe } from './recipe.js';

/** A bias in words, and the initializer that makes it, where one can: not if it depends on the data or on other weights. */
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
  /** What there is to say of the learning rate. */
  rate: RateTopic;
}

/** A row of the table of recommendations: the first that suits is taken. */
export interface Row {
  suits(asked: Asked): boolean;
  advice(asked: Asked): Advice;
}

export const zeroBias: BiasAdvice = { text: '0', initializer: zeros() };
