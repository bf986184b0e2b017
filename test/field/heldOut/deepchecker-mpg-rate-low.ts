import { MILES_CHANGES, MILES_LEARN, milesTraining } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-rate-low',
  changes: `${MILES_CHANGES}.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { learningRate: 0.00001 }),
  repaired: (seed) => milesTraining(seed),
};
