import { type Exercise, exactly, listOf, near, within } from './exercise.js';

/** Exercises of lesson 4. */
export const FAN_IN: Record<string, Exercise> = {
  '04.1': {
    form: 'a list of five whole numbers',
    accepts: listOf(exactly(25), exactly(256), exactly(36), exactly(9), exactly(280)),
    mistakes: [
      {
        accepts: listOf(exactly(25), exactly(256), exactly(1152), exactly(9), exactly(280)),
        hint: 'Four are right. In the ResNeXt block a unit sees only the channels of its group.',
      },
      {
        accepts: listOf(exactly(25), exactly(256), exactly(36), exactly(288), exactly(280)),
        hint: 'Four are right. A depthwise unit sees one channel only.',
      },
    ],
    hint: 'Write down the stored shape first, and ask what one output adds up. fans checks it.',
  },
  '04.2': {
    form: 'a list of two variances',
    accepts: (answer) =>
      Array.isArray(answer) &&
      answer.length === 2 &&
      answer.every((variance) => typeof variance === 'number' && variance > 0) &&
      near(2 / (9 * 64), 0.01)(answer[0] * answer[1]),
    mistakes: [
      {
        accepts: listOf(near(2 / 9, 0.01), near(2 / 64, 0.01)),
        hint: 'With these the signal doubles in every pair. How many ReLUs are there in a pair?',
      },
      {
        accepts: listOf(near(1 / 9, 0.01), near(1 / 64, 0.01)),
        hint: 'With these the signal halves in every pair. A ReLU follows one of the two.',
      },
    ],
    hint: "The factor 2 of He's rule pays for the half that ReLU takes.",
  },
  '04.3': {
    form: 'a number, the share',
    accepts: near(1 / 16, 0.01),
    mistakes: [
      { accepts: near(1 / 2, 0.01), hint: 'That is one layer. There are four, with the same ratio.' },
      { accepts: near(16, 0.01), hint: 'Which of the two fans is larger, and so which variance too small?' },
    ],
    hint: 'Per layer, the right fan is 16 · in / 4, and the computed one is 16 · out.',
  },
  '04.4': {
    form: 'a list of two whole numbers, fan_in and fan_out',
    accepts: listOf(exactly(144), exactly(288)),
    mistakes: [
      { accepts: listOf(exactly(288), exactly(144)), hint: 'Both are right, in the other order.' },
      {
        accepts: listOf(exactly(400), within(0, 1e4)),
        hint: 'That counts the pixels between as well. How many products are in the sum?',
      },
    ],
    hint: 'In tf.conv2d the dilation comes after the data format. Send ones through a kernel of ones.',
  },
  '04.5': {
    form: 'a number, the factor',
    accepts: near(256, 0.01),
    mistakes: [
      { accepts: near(4, 0.01), hint: 'That is one of the layers with a stride.' },
      { accepts: near(1 / 256, 0.01), hint: 'Give the factor by which it gets smaller, a number above 1.' },
      { accepts: near(4 ** 8, 0.01), hint: 'Only every second layer has a stride.' },
    ],
    hint: 'Without strides the fan is four times too large where the stride is 2. How many such layers are there?',
  },
};
