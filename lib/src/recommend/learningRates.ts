import type { OptimizerName } from '../network/optimizer.js';

/**
 * What decides the size of a step, beside the optimizer: nothing in particular, a normalization that hides the scale of the weights, branches
 * that begin at 0, a recurrence, the place of the normalization in a transformer, one row of a table, or the outputs.
 */
export type RateTopic =
  | 'plain'
  | 'normalized'
  | 'zeroBranch'
  | 'recurrent'
  | 'preNorm'
  | 'postNorm'
  | 'embedding'
  | 'output';

/** Steps in proportion to the gradient, or of a size that does not depend on its scale. */
type Family = 'proportional' | 'adaptive';

const optimizers: Record<OptimizerName, { text: string; family: Family }> = {
  sgd: { text: 'SGD', family: 'proportional' },
  momentum: { text: 'SGD with momentum', family: 'proportional' },
  adam: { text: 'Adam', family: 'adaptive' },
  rmsprop: { text: 'RMSProp', family: 'adaptive' },
  adagrad: { text: 'Adagrad', family: 'adaptive' },
};

/** NAME stands for the optimizer. */
const notes: Record<RateTopic, Record<Family, string>> = {
  plain: {
    proportional:
      'A step of NAME is proportional to the gradient: a layer whose gradients are k times smaller moves k times less, so that a wrong gain is also a wrong learning rate, another one in each layer.',
    adaptive:
      'A step of NAME does not depend on the scale of the gradient (Kingma, Ba 2015, §2.1): all weights move alike, and a sum of fanIn of them by fanIn times as much. When the width changes, scale the rate of hidden layers by 1/fanIn (Yang et al. 2022).',
  },
  normalized: {
    proportional:
      'The normalization hides the scale of the weights from the signal, not from NAME: weights k times larger have gradients k times smaller, and so change direction k² times more slowly (van Laarhoven 2017).',
    adaptive:
      'The normalization hides the scale of the weights from the signal, not from NAME: steps are of the same size, and so weights k times larger change direction k times more slowly (van Laarhoven 2017).',
  },
  zeroBranch: {
    proportional:
      'Fixup is derived for SGD: a step changes the output by as much as the learning rate, at any depth, so that the rates of a net with batch normalization serve (Zhang, Dauphin, Ma 2019).',
    adaptive:
      'Fixup is derived for SGD, whose steps are as small as the gradients behind a scaled branch. Those of NAME are not: the first changes the output √depth times as much, so divide the rate by √depth. For transformers T-Fixup (Huang et al. 2020) is derived for Adam.',
  },
  recurrent: {
    proportional:
      'Clip the norm of the gradient: it may explode at single steps whatever the weights at the start, and a step of NAME with it (Pascanu, Mikolov, Bengio 2013).',
    adaptive:
      'Clip the norm of the gradient (Pascanu, Mikolov, Bengio 2013): one that explodes does not enlarge the step of NAME, but stays in its averages and makes later steps too small.',
  },
  preNorm: {
    proportional:
      'NAME trains transformers worse than adaptive methods do, as the noise of their gradients has heavy tails (Zhang et al. 2020, "Why are adaptive methods good for attention models?"); clip the gradient if you use it.',
    adaptive:
      'No warm-up is needed, as gradients are of one size at any depth (Xiong et al. 2020). When the width changes, scale the rate of hidden layers by 1/fanIn (Yang et al. 2022).',
  },
  postNorm: {
    proportional:
      'Warm the rate up: the gradients near the output are large at the start, and so are the steps of NAME (Xiong et al. 2020). Adaptive methods train transformers better (Zhang et al. 2020).',
    adaptive:
      'Warm the rate up from 0, as over 4000 steps (Vaswani et al. 2017, §5.3): the gradients near the output are large at the start (Xiong et al. 2020).',
  },
  embedding: {
    proportional:
      'Rows of rare words seldom have a gradient, and NAME moves them little; adaptive methods even that out (Duchi, Hazan, Singer 2011).',
    adaptive: 'An input picks one row, so that the rate of NAME need not change with the width (Yang et al. 2022).',
  },
  output: {
    proportional: 'When the width changes, scale the rate of NAME for this layer by 1/fanIn (Yang et al. 2022).',
    adaptive: 'When the width changes, scale the rate of NAME for this layer by 1/fanIn (Yang et al. 2022).',
  },
};

/** What an optimizer makes of the weights at the start, for the learning rate. */
export function learningRate(optimizer: OptimizerName, topic: RateTopic): string {
  const { text, family } = optimizers[optimizer];
  return notes[topic][family].replaceAll('NAME', text);
}
