import { positive } from '../argument.js';
import type { Forward } from './predictForward.js';
import { type Band, band, none, spreadOfMean, sum, times } from './spread.js';

/** The gradients from the last layer to the input. */
export function followBackward(forward: readonly Forward[], variances: readonly number[], batch: number): Band[] {
  const bands: Band[] = [];
  let size = 1;
  let spread = none;
  // Square of the correlation of two samples' gradients.
  let alike = 0;
  // What a relative change of q at this layer makes of the gradient, and the spread that the layers above add by their q.
  let sensitivity = 0;
  let above = none;
  for (let layer = forward.length - 1; layer >= 0; layer--) {
    const { width, pair, slopeSecond, slopeElasticity, elasticity, ownA, spread: before } = forward[layer];
    size = positive(size * slopeSecond, `second moment of the gradient of layer ${layer}`);
    spread = sum(spread, spreadOfMean(width, batch, 3 * pair.slopeFourth, (1 + 2 * alike) * pair.slopeSquare));
    above = sum(above, times(sensitivity, ownA));
    sensitivity = slopeElasticity + elasticity * sensitivity;
    bands[layer] = band(size, sum(sum(spread, above), times(sensitivity, before)));
    alike = Math.min(1, alike * pair.slope ** 2 + ((1 - alike) * pair.slopeSquare) / width);
    if (layer > 0) size *= (variances[layer] * width) / forward[layer - 1].width;
  }
  return bands;
}
