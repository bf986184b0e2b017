import type { Signal } from '../forward/signal.js';
import { grid } from '../grid/normalGrid.js';
import { type Gradient, gateOf, unaligned } from './gradient.js';

export function throughDropout(gradient: Gradient, rate: number, before: Signal, origin: number): Gradient {
  const kept = 1 - rate;
  const ones = grid.map(() => 1);
  const { gate, size } = gateOf(
    { ...before, origin },
    ones,
    ones.map(() => 1 / kept),
    ones.map(() => 1 / kept ** 3),
  );
  return { ...unaligned(gradient), profile: gradient.profile.map((g) => g * size), gates: [...gradient.gates, gate] };
}
