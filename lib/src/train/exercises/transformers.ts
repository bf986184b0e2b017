import { anything, type Exercise, listOf, near, truth } from './exercise.js';

/** Width at which a standard deviation of .02 is the gain that GELU needs. */
const GELU_WIDTH = (1.5335 / 0.02) ** 2;

/** Exercises of lesson 8. */
export const TRANSFORMERS: Record<string, Exercise> = {
  '08.1': {
    form: 'a number, the standard deviation',
    accepts: near(0.02 / Math.sqrt(192), 0.01),
    mistakes: [
      {
        accepts: near(0.02 / Math.sqrt(96), 0.01),
        hint: 'That is for one branch per block. How many branches has it?',
      },
      { accepts: near(0.02 / 192, 0.01), hint: 'That divides by 2N. Variances add up, so the root of it is enough.' },
    ],
    hint: 'Divide by √(2N), where N is the number of blocks.',
  },
  '08.2': {
    form: 'a list of two numbers',
    accepts: listOf(near(49, 0.001), near(1 / 49, 0.02)),
    mistakes: [
      { accepts: listOf(near(25, 0.001), anything), hint: 'That counts one branch per block.' },
      { accepts: listOf(near(48, 0.001), anything), hint: 'Do not forget the second moment at the start.' },
      {
        accepts: listOf(near(49, 0.001), anything),
        hint: 'The second moment is right. How much of it was there at the start?',
      },
    ],
    hint: 'With the norm first in each branch, every branch adds 1 to the second moment.',
  },
  '08.3': {
    form: 'a number, the width',
    accepts: near(GELU_WIDTH, 0.01),
    mistakes: [
      { accepts: near(2500, 0.01), hint: 'That is the width for gain 1.' },
      { accepts: near(Math.sqrt(GELU_WIDTH), 0.01), hint: 'The gain is .02 times the root of the width.' },
    ],
    hint: 'Solve .02·√d = 1.5335 for d.',
  },
  '08.4': {
    form: 'a list of four words, each true or false',
    accepts: listOf(truth(true), truth(false), truth(false), truth(true)),
    mistakes: [
      {
        accepts: listOf(truth(false), anything, anything, anything),
        hint: 'In A, P has a gradient: what it gets from the GELU is not 0. And once P is not 0?',
      },
      {
        accepts: listOf(anything, truth(true), anything, anything),
        hint: 'In B, U waits for P. But what does the GELU give to P if U is 0?',
      },
      {
        accepts: listOf(anything, anything, truth(true), anything),
        hint: 'In C the ReLU sees 0. What is its derivative there?',
      },
    ],
    hint: 'A matrix learns if both its input and what comes back to it become something other than 0.',
  },
  '08.5': {
    form: 'a list of two numbers',
    accepts: listOf(near(0.00025, 0.01), near(0.002, 0.01)),
    mistakes: [
      {
        accepts: listOf(near(0.00025, 0.01), near(0.00025, 0.01)),
        hint: 'The first is right. How many weights of an embedding does one character read?',
      },
      {
        accepts: listOf(near(0.002 / Math.sqrt(8), 0.01), anything),
        hint: 'The moves of Adam agree in sign, so they add up like numbers and not like variances.',
      },
    ],
    hint: 'The width grows by a factor of 8. Which fanIn grows with it, and which does not?',
  },
};
