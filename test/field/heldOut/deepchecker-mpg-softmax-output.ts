import { MILES_CHANGES, MILES_LEARN, milesTraining } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-softmax-output',
  changes: `${MILES_CHANGES}.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { output: 'softmax' }),
  repaired: (seed) => milesTraining(seed),
};
