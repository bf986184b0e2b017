import { anything, type Exercise, exactly, listOf, near } from './exercise.js';

/** Forget gate of which 100 steps leave one half. */
const HALVING_GATE = 0.5 ** (1 / 100);

/** Exercises of lesson 7. */
export const ORTHOGONAL_WEIGHTS: Record<string, Exercise> = {
  '07.1': {
    form: 'a number, r',
    accepts: near(Math.sqrt(0.03), 0.02),
    mistakes: [
      { accepts: near(0.1, 0.02), hint: 'That is the standard deviation of the entries. How large is r for it?' },
      { accepts: near(Math.sqrt(3), 0.02), hint: 'That makes the standard deviation 1. The radius is σ√n.' },
    ],
    hint: 'The radius of the disc is σ√n. Which σ makes it 1, and what is the variance of U(−r, r)?',
  },
  '07.2': {
    form: 'a list of two numbers',
    accepts: listOf(near(0.5, 1e-6), exactly(12)),
    mistakes: [
      {
        accepts: listOf(near(100, 0.02), anything),
        hint: 'That is near the norm. Where are the eigenvalues of a triangular matrix?',
      },
      {
        accepts: listOf(near(0.5, 1e-6), anything),
        hint: 'The radius is right. Work out the second power, and the third: what does the corner do?',
      },
    ],
    hint: 'The eigenvalues of a triangular matrix are on its diagonal. Then multiply step by step.',
  },
  '07.3': {
    form: 'a number',
    accepts: near(Math.log(HALVING_GATE / (1 - HALVING_GATE)), 0.01),
    mistakes: [
      { accepts: near(HALVING_GATE, 0.001), hint: 'That is the gate. Which bias makes the sigmoid give it?' },
      {
        accepts: near(Math.log(100), 0.005),
        hint: 'That is the rule of thumb, ln T. The exact number is a little larger.',
      },
    ],
    hint: 'Solve σ(b)¹⁰⁰ = ½ in two steps, first for the gate and then for the bias.',
  },
  '07.4': {
    form: 'a list of two numbers',
    accepts: listOf(near(0.0103, 0.1), near(1, 0.001)),
    mistakes: [
      {
        accepts: listOf(near(1, 0.01), near(1, 0.01)),
        hint: 'Orthogonal matrices keep the size, but what does tanh do to it in each layer?',
      },
      { accepts: listOf(near(0.02, 0.1), anything), hint: 'It is 1/(2l) and not 1/l.' },
    ],
    hint: 'Step 3 has a formula for tanh. For linear layers nothing needs to be computed.',
  },
};
