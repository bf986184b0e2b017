import { type Exercise, exactly, letter, listOf, near, softmaxTo } from './exercise.js';

/** Exercises of lesson 6. */
export const SYMMETRY_AND_BIAS: Record<string, Exercise> = {
  '06.1': {
    form: 'a list of four words, each true or false',
    accepts: listOf(
      (answer) => answer === true,
      (answer) => answer === true,
      (answer) => answer === false,
      (answer) => answer === true,
    ),
    mistakes: [
      {
        accepts: listOf(
          (answer) => answer === true,
          (answer) => answer === false,
          (answer) => answer === false,
          (answer) => answer === true,
        ),
        hint: 'Look at B again: which weights lead out of the first layer, and are they the random ones?',
      },
    ],
    hint: 'Two units stay equal if nothing tells them apart: neither what comes in nor what comes back. Check both.',
  },
  '06.2': {
    form: 'a list of three numbers',
    accepts: softmaxTo(0.9, 0.09, 0.01),
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
    accepts: exactly(48),
    mistakes: [
      { accepts: exactly(6), hint: 'That counts the orders of the units. Signs can be flipped as well.' },
      { accepts: exactly(8), hint: 'That counts the flips of signs. The units can be reordered as well.' },
      { accepts: exactly(14), hint: 'Every order can be combined with every choice of signs.' },
    ],
    hint: 'How many orders do three units have? And for each of them, how many choices of three signs?',
  },
  '06.5': {
    form: 'a letter from A to C',
    accepts: letter('B'),
    mistakes: [
      {
        accepts: letter('A'),
        hint: 'That is what larger weights do. Compare the two losses of each start in the table.',
      },
      { accepts: letter('C'), hint: 'Run it on all five seeds and look at the test loss, not at the first steps.' },
    ],
    hint: 'Use compare with both starts, as in step 6, and read the column of the test loss.',
  },
};
