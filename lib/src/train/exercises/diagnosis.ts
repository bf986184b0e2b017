import { type Accepts, type Exercise, exactly, letter, listOf, near } from './exercise.js';

/** Cause of each network from A to H, by its number in the list of the lesson. */
const CAUSES = [7, 3, 2, 5, 4, 8, 1, 6];

const isNumbered: Accepts = (answer) => typeof answer === 'number' && answer >= 1 && answer <= 8;

/** Accepts the causes, except that two networks have each other's. */
function exchanged(a: number, b: number): Accepts {
  const causes = [...CAUSES];
  [causes[a], causes[b]] = [causes[b], causes[a]];
  return listOf(...causes.map((cause) => exactly(cause)));
}

/** Exercises of lesson 10. */
export const DIAGNOSIS: Record<string, Exercise> = {
  '10.1': {
    form: 'a list of eight numbers from 1 to 8, for A to H',
    accepts: listOf(...CAUSES.map((cause) => exactly(cause))),
    mistakes: [
      {
        accepts: exchanged(3, 7),
        hint: 'Six are right. In which of D and H are the weights of the dead layer all the same?',
      },
      {
        accepts: exchanged(0, 5),
        hint: 'Six are right. In A and F the loss is too large, but only one of them has the size in its inputs.',
      },
      {
        accepts: exchanged(4, 7),
        hint: 'Six are right. Equal weights that are not 0 pass a signal on. Which of E and H has one?',
      },
      {
        accepts: listOf(...CAUSES.map(() => isNumbered)),
        hint: 'Not all are right. Begin with the two whose signal and gradient are off together, and then look at the units and at E[x²].',
      },
    ],
    hint: 'Write a list of eight numbers, the cause of A first. Each number from 1 to 8 comes once.',
  },
  '10.2': {
    form: 'a number',
    accepts: near(Math.sqrt(10), 0.02),
    mistakes: [
      {
        accepts: near(10, 0.02),
        hint: 'That is the factor for the variance. The exercise asks for the standard deviation.',
      },
      { accepts: near(1e8, 0.02), hint: 'That would undo all eight layers in every single one.' },
      { accepts: near(1e4, 0.02), hint: 'That would undo all eight layers in every single one.' },
    ],
    hint: 'What does one layer multiply E[z²] by? The variance of its weights has to make up for that.',
  },
  '10.3': {
    form: 'a letter from A to C',
    accepts: letter('B'),
    mistakes: [
      { accepts: letter('C'), hint: 'No step has been taken yet.' },
      { accepts: letter('A'), hint: 'Their numbers are in order. What comes before and after them?' },
    ],
    hint: 'What can make the logits large if no hidden layer does?',
  },
  '10.4': {
    form: 'a list of two numbers',
    accepts: listOf(near(Math.sqrt(2 / 32), 0.01), near(Math.sqrt(1 / 32), 0.01)),
    mistakes: [
      {
        accepts: listOf(near(2 / 32, 0.01), near(1 / 32, 0.01)),
        hint: 'These are the variances. The exercise asks for standard deviations.',
      },
      {
        accepts: listOf(near(Math.sqrt(2 / 32), 0.01), near(Math.sqrt(2 / 32), 0.01)),
        hint: "The first is right. The second is He's, which suits a layer before a ReLU.",
      },
    ],
    hint: "He's rule for the first, LeCun's for the second. Both layers have 32 inputs.",
  },
  '10.5': {
    form: 'a letter from A to C',
    accepts: letter('B'),
    mistakes: [
      { accepts: letter('A'), hint: 'What would the first loss be if the network guessed how rare the disease is?' },
    ],
    hint: 'The first loss is ln 2. Which guess has that loss, and what is the best guess without looking?',
  },
};
