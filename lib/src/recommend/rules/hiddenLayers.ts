import { describeActivation } from '../../activation/activation.js';
import type { Activation } from '../../activation/elementwise.js';
import { gain } from '../../activation/gain.js';
import { moments } from '../../activation/moments.js';
import { growthOfDeviation } from '../activationForm.js';
import type { BiasAdvice, Row } from '../advice.js';
import type { CheckedOptions } from '../options.js';
import { recipe } from '../recipe.js';
import { formRow, type HiddenAdvice } from './formRow.js';
import { fanOf, gainOf, gainUnless1, lineAt0, short } from './gainOptions.js';

/** Rows for a hidden layer, one for each form of activation. */
export const hiddenLayers: readonly Row[] = [
  formRow('selu', ({ layer }) => ({
    recipe: recipe('lecunNormal', fanOf(layer)),
    gain: 1,
    why: 'SELU is designed so that mean 0 and second moment 1 are a stable fixed point for fanIn·Var(w) = 1.',
    source: 'Klambauer et al. 2017',
  })),
  formRow('pieces', rectifier),
  formRow('odd', odd),
  formRow('offset', ({ layer }, phi) => ({
    recipe: recipe('lecunNormal', { gain: 1 / phi.df(0), ...fanOf(layer) }),
    gain: 1 / phi.df(0),
    bias: centring(phi.f(0)),
    why: `Near 0 the activation is ${lineAt0(phi)}. With a gain of ${short(1 / phi.df(0))}, and with biases of the next layer that remove the ${short(phi.f(0))}, a sigmoid net is a tanh net of gain 1. Without them the mean outweighs the signal, so tanh or ReLU is the simpler choice.`,
    source: 'LeCun et al. 1998, §4.4 (why activations should have mean 0)',
  })),
  formRow('onesided', ({ layer }, phi) => {
    const { mean, variance } = moments(phi);
    return {
      recipe: recipe('lecunNormal', { gain: 1 / Math.sqrt(variance), ...fanOf(layer) }),
      gain: 1 / Math.sqrt(variance),
      bias: centring(mean),
      why: `The mean, ${short(mean)}, outweighs the standard deviation, ${short(Math.sqrt(variance))}. The biases of the next layer remove the mean, and the gain 1/√Var f then keeps both signal and gradient. A gain for E f² would make the gradient vanish.`,
      source: 'the argument of He et al. 2015 with the mean removed, moments by quadrature; LeCun et al. 1998, §4.4',
    };
  }),
  formRow('other', (options, phi) => ({
    recipe: recipe('lecunNormal', { ...gainOf(phi), ...fanOf(options.layer) }),
    gain: gain(phi),
    why: `E f² under N(0, 1) is ${short(gain(phi) ** -2)}; the gain 1/√E f² compensates for it. ${stability(options, phi)}`,
    source: 'He et al. 2015, the argument of eq. 10 with E f² by quadrature',
  })),
];

export function rectifier({ layer }: CheckedOptions, phi: Activation): HiddenAdvice {
  const [slope, above] = phi.slopes as readonly [number, number];
  const made = describeActivation(phi)?.name;
  const gains = made === 'leakyRelu' ? { slope } : gainUnless1(gain(phi));
  return {
    recipe: recipe(made === 'relu' || made === 'leakyRelu' ? 'heNormal' : 'lecunNormal', {
      ...(made === 'relu' ? {} : gains),
      ...fanOf(layer),
    }),
    gain: gain(phi),
    why:
      slope === above
        ? 'A linear layer keeps the second moment if fanIn·Var(w) = 1.'
        : `The activation multiplies the second moment by ${short((slope ** 2 + above ** 2) / 2)}; the gain compensates for it at any scale of the signal.`,
    source: slope === above ? 'LeCun et al. 1998, §4.6' : `He et al. 2015, eq. ${slope === 0 ? 10 : 15}`,
  };
}

function odd({ layer }: CheckedOptions, phi: Activation): HiddenAdvice {
  const critical = 1 / phi.df(0);
  return {
    recipe: recipe('xavierUniform', { ...gainUnless1(critical), ...fanOf(layer) }),
    gain: critical,
    why: `Near 0 the activation is ${lineAt0(phi)}, and 2/(fanIn + fanOut) lies between what the forward and the backward pass of a linear net need. The signal falls slowly with depth, like a power; a gain that kept its second moment at 1, ${short(gain(phi))}, would make gradients explode.`,
    source: 'Glorot, Bengio 2010, eq. 16; Schoenholz et al. 2017',
  };
}

/**
 * Describes the bias of W(f − c) = Wf − cΣw. It depends on the weights, so no initializer can draw
 * it.
 */
function centring(mean: number): BiasAdvice {
  return { text: `${short(-mean)} times the sum of the unit's weights; 0 in the first layer, whose inputs are data` };
}

function stability({ depth, normalization }: CheckedOptions, phi: Activation): string {
  if (normalization !== 'none') return 'Scale matters less here, because the normalization sets it again.';
  const growth = growthOfDeviation(phi);
  if (Math.abs(growth - 1) < 0.005) return 'This holds, at least nearly, at other scales too.';
  if (growth < 1) return 'If the second moment differs from 1, the layers bring it back.';
  const layers = depth > 1 ? `, ${short(growth ** depth)} in ${depth}` : '';
  return `This holds only near 1: a small deviation of the second moment grows by a factor of ${short(growth)} per layer${layers}, so deep nets need a normalization or shortcuts.`;
}
