import { mapped } from '../data.js';
import { MILES, MILES_CHANGES, MILES_LEARN, milesTraining } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

const { data } = MILES.x;
const moved = mapped(MILES.x, (_, i) => data[(i + data.length / 2) % data.length]);

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-features-shuffled',
  changes: `${MILES_CHANGES}; the first half of the rows changes places with the second.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { x: moved, test: MILES.x }),
  repaired: (seed) => milesTraining(seed),
};
