import type { Activation } from '../../activation/elementwise.js';
import { type ActivationForm, activationForm } from '../activationForm.js';
import type { Advice, Row } from '../advice.js';
import type { Asked } from '../options.js';

/** What is to be said of a layer ahead of an activation; of the learning rate its normalization decides. */
export type HiddenAdvice = Omit<Advice, 'rate'>;

/** A row for the layers ahead of activations of a form, or for those of them that pass a further test. */
export function formRow(
  form: ActivationForm,
  advice: (asked: Asked, phi: Activation) => HiddenAdvice,
  suits: (asked: Asked) => boolean = () => true,
): Row {
  return {
    suits: (asked) => asked.activation !== 'softmax' && activationForm(asked.activation) === form && suits(asked),
    advice: (asked) => ({ ...advice(asked, asked.activation as Activation), rate: rateOf(asked) }),
  };
}

function rateOf({ normalization }: Asked): Advice['rate'] {
  if (normalization === 'none') return 'plain';
  return normalization === 'preNorm' || normalization === 'postNorm' ? normalization : 'normalized';
}
