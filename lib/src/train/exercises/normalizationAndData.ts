import { anything, type Exercise, exactly, listOf, near, truth } from './exercise.js';

/** Depth scale of the correlation of two inputs for σw² = 2.5 and σb² = .05. */
const DEPTH_SCALE = 11.7956;

/** Exercises of lesson 9. */
export const NORMALIZATION_AND_DATA: Record<string, Exercise> = {
  '09.1': {
    form: 'a number, the factor',
    accepts: near(18000, 0.01),
    mistakes: [
      { accepts: near(3600, 0.01), hint: 'That is the variance. The second moment also has the square of the mean.' },
      { accepts: near(14400, 0.01), hint: 'That is the square of the mean. The variance comes on top.' },
    ],
    hint: 'The first layer multiplies E[x²]. What is it for this mean and this standard deviation?',
  },
  '09.2': {
    form: 'a list of two numbers, each above 1',
    accepts: listOf(near(25, 0.001), near(5, 0.001)),
    mistakes: [
      {
        accepts: listOf(near(5, 0.001), anything),
        hint: 'The gradient is 5 times smaller. What is the step divided by the size of the weights?',
      },
      { accepts: listOf(near(25, 0.001), near(25, 0.001)), hint: 'The step of Adam keeps its size.' },
      { accepts: listOf(near(0.04, 0.001), anything), hint: 'Give how many times smaller it is.' },
    ],
    hint: 'First the step, then divide it by the size of the weights.',
  },
  '09.3': {
    form: 'a whole number',
    accepts: exactly(459),
    mistakes: [{ accepts: exactly(458), hint: 'After this many a little more than 1 % is left.' }],
    hint: 'After n steps the share .99ⁿ is left.',
  },
  '09.4': {
    form: 'a list of four words, each true or false',
    accepts: listOf(truth(true), truth(false), truth(true), truth(true)),
    mistakes: [
      { accepts: listOf(anything, truth(true), anything, anything), hint: 'Equal units are normalized equally.' },
      {
        accepts: listOf(anything, anything, truth(false), anything),
        hint: 'What happens to a constant if the mean is subtracted?',
      },
    ],
    hint: 'It subtracts the mean of each unit and divides by its standard deviation. What is left of each fault?',
  },
  '09.5': {
    form: 'a number of layers',
    accepts: near(6 * DEPTH_SCALE, 0.03),
    mistakes: [
      { accepts: near(DEPTH_SCALE, 0.03), hint: 'That is ξ.' },
      { accepts: near(6 * 7.979, 0.03), hint: 'That is the scale of the gradient. Take the one of the correlation.' },
    ],
    hint: 'Read ξ for 2.5 from the list in step 5 and multiply.',
  },
};
