import { anyNumber, type Interval, imageOf } from '../layerKinds/ranges.js';
import type { LayerCall } from './modelGraph.js';

/**
 * Computes the range of the values that a call can output, whatever the weights are; undefined if a
 * layer on the way is of an unknown class. Layers with free weights can make any number, so the
 * range is decided by what comes after the last of them: activations, sums, rescalings.
 *
 * @param free range of what layers with free weights make, apart from their activations
 */
export function outputRange(
  calls: readonly LayerCall[],
  index: number,
  free: Interval = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): Interval | undefined {
  const { kind, layer, activation, inputs, nodeIndex } = calls[index];
  if (kind.operation === 'input') return free;
  const before: Interval[] = [];
  for (const from of kind.range === anyNumber ? [] : inputs) {
    const range = outputRange(calls, from, free);
    if (range === undefined) return undefined;
    before.push(range);
  }
  const own = kind.range === anyNumber ? free : kind.range?.(before, layer);
  return own && imageOf(activation, own, unitsOf(layer.inboundNodes[nodeIndex].outputShapes));
}

/** The size of the last axis of a layer's first output. */
function unitsOf(shapes: unknown): number {
  const [first] = shapes as unknown[];
  const shape = (Array.isArray(first) ? first : shapes) as (number | null)[];
  return shape[shape.length - 1] ?? 2;
}
