import { mean } from '../../../foundation/statistics.js';
import type { Conv, Dense } from '../../../network/spec/graph.js';
import type { Window } from '../../../network/spec/window.js';
import { isometryOf } from '../forward/weights.js';
import { type Correlations, uniformCorrelations } from '../grid/correlations.js';
import { convolveCorrelations } from '../grid/offsets.js';
import { windowSumsBack } from '../grid/positions.js';
import { NO_ISOMETRY } from '../spread/isometry.js';
import type { Signal } from '../spread/signal.js';
import type { BackwardEvents } from './events.js';
import { type Gradient, gateMeans, gateSquares, gradientCovariance, squaredCorrelations } from './gradient.js';

/**
 * Computes the gradient with respect to the input of a dense or convolutional layer from the
 * gradient with respect to its output, and adds the event of the draw.
 */
export function backwardWeights(
  gradient: Gradient,
  op: Dense | Conv,
  weight: { secondMoment: number; isOrthogonal: boolean },
  input: Signal,
  output: Signal,
  backwardEvents: BackwardEvents,
): Gradient {
  const event = backwardEvents.of(gradient);
  const response = Float64Array.from(gradient.spread.response);
  response[event] += 1;
  const { alignment } = gradient;
  const outputs = op.kernel[op.kernel.length - 1];
  const mixing = weight.isOrthogonal ? isometryOf(op, true) : NO_ISOMETRY;
  // The part along the signal stays; the rest is mixed by independent weights. An orthogonal matrix
  // with m outputs and n < m inputs scales the rest by (n − 1)/(m − 1) of its square, which is less
  // than n/m, so only the share `slope` of this effect remains. Narrower matrices keep both parts.
  const kept = op.type === 'dense' && input.height * input.width === 1 ? alignment : undefined;
  const along = kept === undefined ? 0 : (mixing.slope * kept.share) / input.channels;
  const moved = response.map((x, e) => x + along * ((kept?.response[e] ?? 0) - output.spread.response[e] - x));
  const first = gateMeans(gradient);
  const squares = gateSquares(gradient);
  const close = mean(squaredCorrelations(gradient).different);
  const slope = mean(first.different);
  const varied = mean(squares.different) - (1 - gradient.isometry.slope) * slope ** 2;
  const fresh = ((1 - close) * Math.max(0, varied)) / gradient.channels;
  const { correlations } = gradient;
  const cosines: Correlations = {
    ...correlations,
    same: correlations.same.map((c, i) => (i === 0 ? 1 : c * first.same[i])),
    different: correlations.different.map((c, i) => c * first.different[i]),
    noise: correlations.noise.map(
      (x, shift) => x * slope ** 2 + (shift === 0 ? fresh : fresh * correlations.same[shift] ** 2),
    ),
  };
  const window = op.type === 'conv' ? op.window : undefined;
  const scale = (weight.secondMoment * outputs) / (op.type === 'conv' ? op.groups : 1);
  const flat = op.type === 'dense' && input.isFlat;
  const size = input.height * input.width;
  const profile = flat
    ? new Float64Array(size).fill(scale * gradient.profile[0])
    : (window === undefined ? gradient.profile : windowSumsBack(gradient.profile, window)).map((g) => g * scale);
  return {
    channels: input.channels,
    profile,
    correlations: correlationsOfInputs(cosines, input, window, flat),
    batch: gradient.batch,
    gates: [],
    sources: new Map([[event, 1]]),
    scatter: op.type === 'conv' && op.groups > 1 ? op.groups * gradientCovariance(gradient).sample : 0,
    isometry: mixing,
    ...(kept && { alignment: kept }),
    ...(gradient.rows && { rows: gradient.rows }),
    spread: {
      bias: gradient.spread.bias + (kept === undefined ? 0 : along - mixing.slope / input.channels),
      response: moved,
    },
  };
}

function correlationsOfInputs(
  cosines: Correlations,
  input: Signal,
  window: Window | undefined,
  isFlat: boolean,
): Correlations {
  if (isFlat) return unflatten(cosines, input);
  return window === undefined ? cosines : convolveCorrelations(cosines, window, true);
}

/**
 * Computes the correlations of the gradients of flattened units: each position has its own weights,
 * which all samples share.
 */
function unflatten(cosines: Correlations, { height, width }: Signal): Correlations {
  const correlations = uniformCorrelations(height, width, 0, 0, cosines.noise[0]);
  correlations.different[0] = cosines.different[0];
  return correlations;
}
