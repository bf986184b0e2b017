import { cars, MILES_CHANGES, MILES_LEARN, milesTraining } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-raw-columns',
  changes: `${MILES_CHANGES}.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { x: cars().x }),
  repaired: (seed) => milesTraining(seed),
};
