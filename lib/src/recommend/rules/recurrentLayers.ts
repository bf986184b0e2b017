import { describeActivation } from '../../activation/activation.js';
import { xavierUniform } from '../../init/xavier.js';
import { forgetBias } from '../../model/bias/forgetBias.js';
import type { Advice, Row } from '../advice.js';
import type { CheckedOptions } from '../options.js';
import { recipe } from '../recipe.js';

const others = { kernel: xavierUniform() };

/**
 * Rows for recurrent layers: for the weights that are applied to the state at every step, and for
 * those of the inputs.
 */
export const recurrentLayers: readonly Row[] = [
  {
    suits: ({ layer, activation }) =>
      layer === 'rnn' && activation !== 'softmax' && describeActivation(activation)?.name === 'relu',
    advice: () => ({
      recipe: recipe('identity'),
      gain: 1,
      others,
      why: 'With the identity and biases of 0 a state of ReLUs stays the same until an input changes it. Input weights: xavierUniform().',
      source: 'Le, Jaitly, Hinton 2015',
      rate: 'recurrent',
    }),
  },
  {
    suits: ({ layer }) => layer === 'lstm',
    advice: () => ({
      ...isometry,
      bias: { text: '0, and 1 in the forget gate', initializer: forgetBias },
      why: `${isometry.why} With a bias of 1 the forget gate is open at first: a step keeps σ(1) = .73 of the cell instead of half.`,
      source: `${isometry.source}; Gers, Schmidhuber, Cummins 2000; Jozefowicz, Zaremba, Sutskever 2015`,
    }),
  },
  { suits: isRecurrent, advice: () => isometry },
];

const isometry: Advice = {
  recipe: recipe('orthogonal'),
  gain: 1,
  others,
  why: 'Recurrent weights are applied at every step: an orthogonal matrix alone neither shrinks nor enlarges the state, whatever the number of steps. Each gate is a matrix of its own. Input weights: xavierUniform().',
  source: 'Saxe, McClelland, Ganguli 2014',
  rate: 'recurrent',
};

function isRecurrent({ layer }: CheckedOptions): boolean {
  return layer === 'rnn' || layer === 'gru';
}
