import { type Accepts, type Exercise, exactly, letter, listOf, near, within } from './exercise.js';

/** Range, standard deviation and factors of a layer of 300 inputs and 100 outputs. */
const LAYER: readonly Accepts[] = [near(Math.sqrt(6 / 400), 0.01), near(Math.sqrt(2 / 400), 0.01)];

/** Factor of the signal through 784 → 64 → 784. */
const AUTOENCODER = (4 * 784 * 64) / 848 ** 2;

/** Exercises of lesson 2. */
export const XAVIER_INITIALIZATION: Record<string, Exercise> = {
  '02.1': {
    form: 'a list of four numbers: r, σ, the factor of the signal and that of the gradient',
    accepts: listOf(...LAYER, near(1.5, 0.01), near(0.5, 0.01)),
    mistakes: [
      {
        accepts: listOf(...LAYER, near(0.5, 0.01), near(1.5, 0.01)),
        hint: 'Both r and σ are right. The signal counts the inputs, the gradient the outputs.',
      },
      {
        accepts: listOf(LAYER[1], LAYER[0], near(1.5, 0.01), near(0.5, 0.01)),
        hint: 'The factors are right. r is √3 times σ, so it is the larger one.',
      },
    ],
    hint: 'Add the two widths once; everything follows from the sum. The two factors must add up to 2.',
  },
  '02.2': {
    form: 'a list of two numbers',
    accepts: listOf(near(AUTOENCODER, 0.02), near(AUTOENCODER, 0.02)),
    mistakes: [
      {
        accepts: listOf(near((2 * 784) / 848, 0.02), near((2 * 64) / 848, 0.02)),
        hint: 'These are the factors of the first layer. There is a second one.',
      },
    ],
    hint: 'Multiply the forward factors of the two layers, then the backward factors. Which widths trade places?',
  },
  '02.3': {
    form: 'a number, the gain',
    accepts: within(1.105, 1.115),
    mistakes: [
      {
        accepts: within(1.55, 1.6),
        hint: 'That puts back what tanh takes from a signal of size 1, which is far more than asked for.',
      },
      { accepts: within(1.095, 1.104), hint: 'Just below. Look at the next hundredth.' },
    ],
    hint: 'Ask meanField for trajectory(1, 20) at gains from 1 to 1.2, and read secondMoment of the last layer.',
  },
  '02.4': {
    form: 'a width',
    accepts: exactly(512),
    mistakes: [{ accepts: exactly(1024), hint: 'It does, but it is not the first.' }],
    hint: 'For each width, compare low and high of layer 50 with 0.75 and 1.25 times its secondMoment.',
  },
  '02.5': {
    form: 'a list of a number of matrices and a letter from A to C',
    accepts: listOf(exactly(1), letter('C')),
    mistakes: [
      {
        accepts: listOf(exactly(1), letter('A')),
        hint: 'The number is right. With .01 the loss falls a little, but look at the weights of two units.',
      },
      {
        accepts: listOf(exactly(21), letter('C')),
        hint: 'The letter is right. Numbers near 10⁻⁹ are what 32-bit rounding leaves of 0.',
      },
    ],
    hint: 'A unit that feeds all ten outputs with the same weight gets the sum of their gradients. And units that see the same inputs with the same weights get the same step.',
  },
};
