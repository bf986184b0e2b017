import { DIGITS_CHANGES, DIGITS_LEARN, digitsTraining } from '../deepCheckerDigits.js';
import type { FieldNetwork } from '../network.js';

export const network: FieldNetwork = {
  id: 'deepchecker-clean-digits',
  changes: `${DIGITS_CHANGES}.`,
  learnsFrom: DIGITS_LEARN,
  build: (seed) => digitsTraining(seed),
};
