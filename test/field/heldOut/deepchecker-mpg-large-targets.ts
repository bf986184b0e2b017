import { mapped } from '../data.js';
import { cars, MILES_CHANGES, MILES_LEARN, milesTraining } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

const tenfold = mapped(cars().y, (miles) => 10 * miles);

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-large-targets',
  changes: `${MILES_CHANGES}.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { y: tenfold }),
  repaired: (seed) => milesTraining(seed),
};
