import { type Exercise, listOf, near, truth, within } from './exercise.js';

/** Exercises of lesson 3. */
export const HE_INITIALIZATION: Record<string, Exercise> = {
  '03.1': {
    form: 'a list of three numbers: σ, r and the factor',
    accepts: listOf(near(Math.sqrt(2 / 576), 0.01), near(Math.sqrt(6 / 576), 0.01), near(1 / 3, 0.01)),
    mistakes: [
      {
        accepts: listOf(near(Math.sqrt(2 / 64), 0.01), within(0, 1), within(0, 2)),
        hint: 'Each output adds up the products of the whole kernel, not of one place of it.',
      },
      {
        accepts: listOf(near(Math.sqrt(2 / 576), 0.01), near(Math.sqrt(6 / 576), 0.01), near(2 / 3, 0.01)),
        hint: 'The first two are right. The third is the factor before the ReLU.',
      },
      {
        accepts: listOf(near(Math.sqrt(2 / 576), 0.01), near(Math.sqrt(6 / 576), 0.01), near(1 / 2, 0.01)),
        hint: 'The first two are right. The third is that of a square layer, and here the two fans differ.',
      },
    ],
    hint: "How many products does an output add up? Xavier's rule needs the other fan too, the height times the width times the output channels.",
  },
  '03.2': {
    form: 'a list of two numbers, the factors for slopes .2 and .5',
    accepts: listOf(near(1.04 ** 30, 0.02), near(1.25 ** 30, 0.02)),
    mistakes: [
      {
        accepts: listOf(near(1.04, 0.001), near(1.25, 0.001)),
        hint: 'These are the factors of one layer. There are thirty.',
      },
      {
        accepts: listOf(near(0.52 ** 30, 0.02), near(0.625 ** 30, 0.02)),
        hint: "That is the activation alone. He's weights multiply by two per layer.",
      },
    ],
    hint: 'One layer multiplies by n·Var(w)·(1 + α²)/2. What is n·Var(w) with weights made for ReLU?',
  },
  '03.3': {
    form: 'a list of two numbers of layers',
    accepts: listOf(within(19, 21), within(290, 302)),
    mistakes: [
      {
        accepts: listOf(within(19, 21), within(145, 151)),
        hint: 'The first is right. The second is where the second moment reaches the smallest number; the activations are its root.',
      },
    ],
    hint: 'Each layer halves the second moment, and 2⁻¹⁰ is about 10⁻³. By which factor does a layer shrink the activations themselves?',
  },
  '03.4': {
    form: 'a list of four words, each true or false',
    accepts: listOf(truth(true), truth(true), truth(true), truth(false)),
    mistakes: [
      {
        accepts: listOf(truth(true), truth(true), truth(false), truth(false)),
        hint: 'Look at C again. Which of the two numbers of step 1 does a ReLU layer with these weights keep?',
      },
      {
        accepts: listOf(truth(true), truth(true), truth(true), truth(true)),
        hint: 'Look at D again. What does lesson 2 say about tanh, and is a slow decay a fault of the rule?',
      },
    ],
    hint: 'Read in the documentation of VarianceSimulator which activation belongs to which scheme, and what run returns.',
  },
  '03.5': {
    form: 'a list of two widths',
    accepts: listOf(near(125 / -Math.log(0.9), 0.02), near(250 * (1.96 / Math.LN2) ** 2, 0.02)),
    mistakes: [
      {
        accepts: listOf(near(125 / -Math.log(0.9), 0.02), near(250 / Math.LN2 ** 2, 0.02)),
        hint: 'The first is right. In the second, 95 % lie within 1.96 standard deviations, not within one.',
      },
    ],
    hint: 'Solve e^(−5β/2) = .9 with β = 50/n, and then 1.96·√(5β) = ln 2.',
  },
};
