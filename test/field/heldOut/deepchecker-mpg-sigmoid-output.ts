import { cars, MILES_CHANGES, MILES_LEARN, milesTraining, ranged } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

const y = ranged(cars().y, -1, 1);

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-sigmoid-output',
  changes: `${MILES_CHANGES}.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { y, output: 'sigmoid' }),
  repaired: (seed) => milesTraining(seed, { y }),
};
