import { simulate } from 'initlab';
import type { Settings } from '../../src/playground/settings.js';
import type { Measured } from './messages.js';
import { activations, blockEnds, netOf } from './net.js';

/** Measures one net with random weights, layer by layer. */
export async function measure(settings: Settings): Promise<Measured> {
  const { layers } = await simulate({ ...netOf(settings), backward: true, seed: settings.seed });
  const ends = blockEnds(layers, settings);
  const units = activations(layers, settings);
  const isBounded = units.some(({ saturatedFraction }) => saturatedFraction !== undefined);
  return {
    kind: 'measured',
    settings,
    signal: ends.map(({ activation }) => activation.secondMoment),
    gradient: ends.map(({ gradient }) => gradient?.secondMoment ?? Number.NaN),
    correlation: ends.map(({ activation }) => activation.correlation),
    dead: units.map(({ deadFraction }) => deadFraction),
    ...(isBounded && { saturated: units.map(({ saturatedFraction = 0 }) => saturatedFraction) }),
  };
}
