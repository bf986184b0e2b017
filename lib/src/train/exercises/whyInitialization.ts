import { type Exercise, exactly, listOf, near, truth } from './exercise.js';

/** Entropy of two classes, one of which has the share p. */
const entropyOf = (p: number): number => -p * Math.log(p) - (1 - p) * Math.log(1 - p);

/** Exercises of lesson 0. */
export const WHY_INITIALIZATION: Record<string, Exercise> = {
  '00.1': {
    form: 'a list of four words, each true or false',
    accepts: listOf(truth(false), truth(true), truth(false), truth(true)),
    mistakes: [
      {
        accepts: listOf(truth(false), truth(false), truth(false), truth(true)),
        hint: 'Look at B again. All its units are one unit, but one unit gives a number that depends on the digit.',
      },
      {
        accepts: listOf(truth(false), truth(true), truth(true), truth(true)),
        hint: 'Look at C again. By which factor does a layer of 64 units multiply the signal, and how large is the first step then?',
      },
    ],
    hint: 'Train all four, and trace them afterwards: distinctColumns and deadFraction of the first layer say what became of them.',
  },
  '00.2': {
    form: 'a number of classes',
    accepts: exactly(2),
    mistakes: [
      { accepts: exactly(10), hint: 'That is the first network. For the second, look for e to the power of .693.' },
    ],
    hint: 'A network that knows nothing has the loss ln C. Which C makes .693?',
  },
  '00.3': {
    form: 'a list of two losses',
    accepts: listOf(near(Math.log(1000), 0.01), near(entropyOf(0.02), 0.02)),
    mistakes: [
      {
        accepts: listOf(near(Math.log(1000), 0.01), near(Math.LN2, 0.02)),
        hint: 'The first is right. The second is the loss of a coin; the disease is rarer than that, and this much can be known without looking.',
      },
      {
        accepts: listOf(near(Math.log(1000), 0.01), near(-Math.log(0.02), 0.02)),
        hint: 'The first is right. The second is the loss on the sick alone; the healthy count too, each group by its share.',
      },
    ],
    hint: 'The entropy of the labels: average −ln p over all examples, where p is the share of the class of the example.',
  },
  '00.4': {
    form: 'a list of two depths',
    accepts: listOf(exactly(4), exactly(8)),
    mistakes: [
      { accepts: listOf(exactly(8), exactly(4)), hint: 'Both depths are in there. Which rate came first?' },
      { accepts: listOf(exactly(4), exactly(4)), hint: 'The first is right. Run the smaller rate again.' },
    ],
    hint: 'Six runs. A run has failed if its last losses are near ln 10.',
  },
};
