import type { Activation } from '../../activation/elementwise.js';
import { type ActivationForm, activationForm } from '../activationForm.js';
import type { Advice, Row } from '../advice.js';
import type { CheckedOptions } from '../options.js';

/**
 * Advice for a layer before an activation. The topic for the learning rate is added, because it
 * follows from the normalization.
 */
export type HiddenAdvice = Omit<Advice, 'rate'>;

/**
 * Makes a row for layers before activations of one form. With `suits`, the row only holds for
 * layers that pass this further test.
 */
export function formRow(
  form: ActivationForm,
  advice: (options: CheckedOptions, phi: Activation) => HiddenAdvice,
  suits: (options: CheckedOptions) => boolean = () => true,
): Row {
  return {
    suits: (options) =>
      options.activation !== 'softmax' && activationForm(options.activation) === form && suits(options),
    advice: (options) => ({ ...advice(options, options.activation as Activation), rate: rateOf(options) }),
  };
}

function rateOf({ normalization }: CheckedOptions): Advice['rate'] {
  if (normalization === 'none') return 'plain';
  return normalization === 'preNorm' || normalization === 'postNorm' ? normalization : 'normalized';
}
