import { type Exercise, letter, listOf, near, within } from './exercise.js';

/** Exercises of lesson 6. */
export const SYMMETRY_AND_BIAS: Record<string, Exercise> = {
  '06.1': {
    form: 'a list of four words, each true or false',
    accepts: listOf(
      (answer) => answer === true,
      (answer) => answer === false,
      (answer) => answer === false,
      (answer) => answer === true,
    ),
    hint: 'Two units stay equal if nothing tells them apart: neither what comes in nor what comes back. Go through both.',
  },
  '06.2': {
    form: 'a list of three numbers',
    accepts: listOf(near(Math.log(0.9), 0.01), near(Math.log(0.09), 0.01), near(Math.log(0.01), 0.01)),
    mistakes: [
      {
        accepts: listOf(near(Math.log(9), 0.01), near(Math.log(0.09 / 0.91), 0.01), near(Math.log(0.01 / 0.99), 0.01)),
        hint: 'These are log-odds, for which a sigmoid asks. A softmax divides by the sum of all exponentials itself.',
      },
    ],
    hint: 'Which numbers does the softmax turn into .9, .09 and .01? Take their exponentials to see.',
  },
  '06.3': {
    form: 'a number, the loss',
    accepts: near(-0.002 * Math.log(0.002) - 0.998 * Math.log(0.998), 0.02),
    mistakes: [
      {
        accepts: near(Math.LN2, 0.02),
        hint: 'That is the loss at a bias of 0, where both classes get one half.',
      },
    ],
    hint: 'At the right bias every example gets the probability .002. Average −ln p over both classes, each with its share.',
  },
  '06.4': {
    form: 'a whole number',
    accepts: within(6, 6),
    mistakes: [
      { accepts: within(3, 3), hint: 'That is the number of units. How many orders do three units have?' },
      { accepts: within(8, 8), hint: 'That counts signs. ReLU units have none to flip; tanh units do.' },
    ],
    hint: 'Each way to order the hidden units, with their weights, gives another set of weights for the same function.',
  },
  '06.5': {
    form: 'a letter from A to C',
    accepts: letter('C'),
    mistakes: [
      {
        accepts: letter('A'),
        hint: 'Look at the table of the lesson again: the loss on the points that were trained on does fall.',
      },
    ],
    hint: 'Compare the error on the training points with the error halfway between them.',
  },
};
