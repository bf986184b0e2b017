import { GRID } from '../grid/normalGrid.js';
import type { Signal } from '../spread/signal.js';
import { type Gradient, makeGate, withoutAlignment } from './gradient.js';

export function backwardDropout(gradient: Gradient, rate: number, before: Signal, origin: number): Gradient {
  const kept = 1 - rate;
  const ones = GRID.map(() => 1);
  const { gate, size } = makeGate(
    { ...before, origin },
    ones,
    ones.map(() => 1 / kept),
    ones.map(() => 1 / kept ** 3),
  );
  return {
    ...withoutAlignment(gradient),
    profile: gradient.profile.map((g) => g * size),
    gates: [...gradient.gates, gate],
  };
}
