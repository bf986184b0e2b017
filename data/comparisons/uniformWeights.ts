import { type Initializer, uniform } from 'initlab';
import { type CompareOptions, type Start, sinFit } from 'initlab/tasks';

/** Makes a start whose weights and biases all come from U[−r, r]. */
const from =
  (r: number): Start =>
  (seed) => {
    const init: Initializer = uniform({ low: -r, high: r });
    return sinFit({ init, biasInit: init, seed });
  };

/** The starts of lesson 6, step 6: three tanh layers that fit x·sin x. */
export const starts: Record<string, Start> = {
  'U[−1, 1]': from(1),
  'U[−5, 5]': from(5),
  Xavier: (seed) => sinFit({ seed }),
};

export const options: CompareOptions = { steps: 300, batchSize: 201, optimizer: 'adam', learningRate: 0.01 };
