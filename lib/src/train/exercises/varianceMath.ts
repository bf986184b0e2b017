import { type Exercise, listOf, near, truth } from './exercise.js';

/** Width of fifty layers whose networks stay within 20 % above the median, in 95 % of cases. */
const RELIABLE_WIDTH = 100 * (1.96 / Math.log(1.2)) ** 2;

/** Accepts a text of these letters in any order, with or without blanks and commas. */
const letters =
  (right: string) =>
  (answer: unknown): boolean =>
    typeof answer === 'string' && answer.toUpperCase().replace(/[\s,]/g, '').split('').sort().join('') === right;

/** Exercises of lesson 1. */
export const VARIANCE_MATH: Record<string, Exercise> = {
  '01.1': {
    form: 'a number, the factor',
    accepts: near(0.75 ** 20, 0.02),
    mistakes: [
      { accepts: near(0.75, 0.02), hint: 'That is one layer. There are twenty.' },
      { accepts: near(15 ** 20, 0.02), hint: 'The .05 is the standard deviation, not the variance.' },
    ],
    hint: 'The factor of one layer is n·Var(w); you need its twentieth power.',
  },
  '01.2': {
    form: 'a list of a number and a word, true or false',
    accepts: listOf(near(1, 0.001), truth(false)),
    mistakes: [
      {
        accepts: listOf(near(1, 0.001), truth(true)),
        hint: 'The number is right. But a single image, bold or thin, still has a mean of its own.',
      },
    ],
    hint: 'Which of the three averages of step 1 becomes zero, and which two become equal?',
  },
  '01.3': {
    form: 'a number, r',
    accepts: near(Math.sqrt(3 / 784), 0.01),
    mistakes: [
      { accepts: near(1 / 28, 0.01), hint: 'That is the standard deviation. A uniform distribution reaches further.' },
      { accepts: near(3 / 784, 0.01), hint: 'That is the square of r.' },
    ],
    hint: 'A uniform distribution on (−r, r) has variance r²/3.',
  },
  '01.4': {
    form: 'a list of a number and letters',
    accepts: listOf(near(1, 0.1), letters('CD')),
    mistakes: [
      {
        accepts: listOf(near(1, 0.1), letters('BCD')),
        hint: 'Look at B again: a matrix of equal numbers has one singular value that is not 0.',
      },
    ],
    hint: 'The squares of the singular values add up to the sum of all squared weights. Where is n·Var(w) in that?',
  },
  '01.5': {
    form: 'a width',
    accepts: near(RELIABLE_WIDTH, 0.02),
    mistakes: [
      { accepts: near(RELIABLE_WIDTH / 10, 0.02), hint: 'That is the width for five layers.' },
      {
        accepts: near(100 / Math.log(1.2) ** 2, 0.02),
        hint: 'Within 1.96 standard deviations lie 95 %, within one 68 %.',
      },
    ],
    hint: 'The exponential of 1.96·√(2L/n) is at most 1.2; solve for n.',
  },
};
