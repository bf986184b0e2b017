import { type Exercise, exactly, letter, listOf, near, truth, within } from './exercise.js';

/** Probability that a network of ten layers of four units is born dead for a sample. */
const BORN_DEAD = 1 - (15 / 16) ** 10;

/** Exercises of lesson 5. */
export const DEAD_RELU: Record<string, Exercise> = {
  '05.1': {
    form: 'a list of a probability and a number of units',
    accepts: listOf(near(BORN_DEAD, 0.01), exactly(24)),
    mistakes: [
      {
        accepts: listOf(near(1 - BORN_DEAD, 0.01), within(1, 100)),
        hint: 'That is the probability that it lives.',
      },
      {
        accepts: listOf(near(BORN_DEAD, 0.01), within(20, 23)),
        hint: 'The first is right. Ten layers of that many units are still born dead too often.',
      },
    ],
    hint: 'Each layer is all off with probability 2⁻ⁿ. For small 2⁻ⁿ the product is close to 1 − L·2⁻ⁿ. deadProbability checks it.',
  },
  '05.2': {
    form: 'a list of a number and a word, true or false',
    accepts: listOf(near(0.1, 0.01), truth(false)),
    mistakes: [
      {
        accepts: listOf(near(-0.9, 0.01), truth(false)),
        hint: 'That is z where both inputs are 1. A negative weight does best with an input of 0.',
      },
      {
        accepts: listOf(near(0.1, 0.01), truth(true)),
        hint: 'The first is right, and it says something about the second: a batch need not contain this input.',
      },
    ],
    hint: 'Which inputs make w·x + b largest? Take 1 where the weight is positive, and 0 elsewhere.',
  },
  '05.3': {
    form: 'a list of two shares',
    accepts: listOf(within(0.325, 0.345), within(0.206, 0.226)),
    mistakes: [
      {
        accepts: listOf(within(0.206, 0.226), within(0.325, 0.345)),
        hint: 'These are the two, in the other order. Which batch finds more dead units?',
      },
    ],
    hint: 'The correlation does not depend on the batch, only the exponent does: deadOnBatch(path[19].correlation, 16).',
  },
  '05.4': {
    form: 'a letter from A to C',
    accepts: letter('B'),
    mistakes: [
      {
        accepts: letter('A'),
        hint: 'Look at the dead fraction of layer 20 again: it goes down. And the second moment?',
      },
      { accepts: letter('C'), hint: 'Look at the second moment of layer 20 again. Which way does it go?' },
    ],
    hint: 'Give each layer of simulate its own init, and look at the second moment over 20 layers.',
  },
  '05.5': {
    form: 'a letter, A or B',
    accepts: letter('B'),
    mistakes: [
      { accepts: letter('A'), hint: 'Run it for 80 steps, and look at how many filters of the third layer are dead.' },
    ],
    hint: 'What does the gradient that comes back to the third layer have to pass first, and how large did the spike leave it?',
  },
};
