import { mapped } from '../data.js';
import { cars, MILES, MILES_CHANGES, MILES_LEARN, milesTraining } from '../deepCheckerMiles.js';
import type { FieldNetwork } from '../network.js';

const { x: own } = cars();
const ranges = Array.from({ length: 9 }, (_, place) => {
  const column = own.data.filter((_value, i) => i % 9 === place);
  return Math.max(...column) - Math.min(...column);
});
const twice = mapped(MILES.x, (value, i) => value / ranges[i % 9]);

export const network: FieldNetwork = {
  id: 'deepchecker-mpg-scaled-twice',
  changes: `${MILES_CHANGES}.`,
  learnsFrom: MILES_LEARN,
  build: (seed) => milesTraining(seed, { x: twice }),
  repaired: (seed) => milesTraining(seed),
};
