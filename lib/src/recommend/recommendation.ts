import { withDisplay } from '../display/withDisplay.js';
import type { Initializer } from '../init/initializer.js';
import { type Advice, zeroBias } from './advice.js';
import { learningRate } from './learningRates.js';
import type { Asked } from './options.js';
import { looks } from './representations.js';

/** How to initialize a layer. Shown as a table in a notebook, as lines elsewhere. */
export interface Recommendation {
  /** Of the layer's matrix of weights; of a recurrent layer that of the state. */
  initializer: Initializer;
  /** The call that makes the initializer, to paste. */
  code: string;
  /** √(fanIn·Var(w)) of the initializer, for fanIn = fanOut where it takes both; NaN where the scale does not follow the fan. */
  gain: number;
  /** The bias in words. */
  bias: string;
  /**
   * All weights by name, as a rule of `initWeights` may give them: the initializer, those of other matrices of the layer, and `bias`, which is left
   * out where it depends on the weights. A bias that depends on the labels begins at 0 here.
   */
  weights: Readonly<Record<string, Initializer>>;
  /** What the optimizer makes of the weights, for the learning rate; with `optimizer`. */
  learningRate?: string;
  why: string;
  source: string;
  toString(): string;
}

/** The names of the weights that `initializer` is for. */
const weightNames: Partial<Record<Asked['layer'], string>> = {
  depthwise: 'depthwise',
  embedding: 'embeddings',
  rnn: 'recurrent',
  lstm: 'recurrent',
  gru: 'recurrent',
};

export function recommendation(asked: Asked, advice: Advice): Recommendation {
  const { recipe, gain, bias = zeroBias, others = {}, why, source, rate } = advice;
  const { layer, optimizer } = asked;
  const hasBias = bias.initializer !== undefined && layer !== 'embedding';
  const found = {
    ...recipe,
    gain,
    bias: layer === 'embedding' ? 'none' : bias.text,
    weights: {
      [weightNames[layer] ?? 'kernel']: recipe.initializer,
      ...others,
      ...(hasBias && { bias: bias.initializer as Initializer }),
    },
    ...(optimizer !== undefined && { learningRate: learningRate(optimizer, rate) }),
    why,
    source,
  };
  return withDisplay(found, looks(asked, found));
}
