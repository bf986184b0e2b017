import { cumulative } from '../../../activation/normalDistribution.js';
import { mean } from '../../../foundation/statistics.js';
import type { Pool } from '../../../network/spec/graph.js';
import { maximumOf, nearness } from '../forward/pool.js';
import { average, GRID } from '../grid/normalGrid.js';
import { upsample } from '../grid/offsets.js';
import { windowCounts, windowSumsBack } from '../grid/positions.js';
import type { Signal } from '../spread/signal.js';
import { type Gate, type Gradient, makeGate, withoutAlignment } from './gradient.js';

export function backwardPool(gradient: Gradient, op: Pool, input: Signal, output: Signal): Gradient {
  const { window } = op;
  const counts = windowCounts(window);
  const count = mean(counts);
  const divisor = op.type === 'avgPool' ? 2 : 1;
  const profile = windowSumsBack(
    gradient.profile.map((g, o) => g / counts[o] ** divisor),
    window,
  );
  const sizes = { height: input.height, width: input.width };
  const same = upsample(gradient.correlations.same, window);
  const different = upsample(gradient.correlations.different, window);
  const inWindow = sharedWindow(op, input);
  const correlations = {
    ...sizes,
    same: same.map((c, i) => (op.type === 'avgPool' ? inWindow[i] + (1 - inWindow[i]) * c : (1 - inWindow[i]) * c)),
    different,
    noise: upsample(gradient.correlations.noise, window),
  };
  correlations.same[0] = 1;
  const base = { ...withoutAlignment(gradient), profile, correlations };
  if (op.type === 'avgPool') return base;
  const near = nearness(input, window);
  const poolChoice = { gradient, output, origin: input.origin, normals: maximumOf(count, near) };
  return { ...base, gates: [...gradient.gates, maximumGate(input, count, near)], poolChoice };
}

/** Computes how often two places at an offset lie in one window. */
function sharedWindow({ window }: Pool, { height, width }: Signal): Float64Array {
  const share = (offset: number, length: number, size: number): number =>
    Math.max(0, 1 - Math.min(offset, length - offset) / size);
  return Float64Array.from(
    { length: height * width },
    (_, i) => share(Math.floor(i / width), height, window.size[0]) * share(i % width, width, window.size[1]),
  );
}

/**
 * Makes the gate of choosing the largest of `count` values of correlation `near`: 1 or 0, with a
 * probability that depends on the normal, scaled to mean square 1.
 */
function maximumGate(input: Signal, count: number, near: number): Gate {
  const [common, own] = [Math.sqrt(near), Math.sqrt(1 - near)];
  const probability = GRID.map((g) => average(GRID.map((w) => cumulative(g * own - common * w) ** (count - 1))));
  return makeGate(input, probability, probability, probability).gate;
}

/** Computes the gradient with respect to the input of a mean over all positions. */
export function backwardGlobalPool(gradient: Gradient, input: Signal): Gradient {
  const positions = input.height * input.width;
  const { correlations } = gradient;
  return {
    ...withoutAlignment(gradient),
    profile: new Float64Array(positions).fill(gradient.profile[0] / positions ** 2),
    correlations: {
      height: input.height,
      width: input.width,
      same: new Float64Array(positions).fill(1),
      different: new Float64Array(positions).fill(correlations.different[0]),
      noise: new Float64Array(positions).fill(correlations.noise[0]),
    },
  };
}
