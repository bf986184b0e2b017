import type { layers } from '@tensorflow/tfjs-layers';
import type { ModelGraph } from './modelGraph.js';

type Shape = readonly (number | null)[];

/**
 * Counts the numbers that each call outputs for one sample. Axes of any size take their size from
 * the shapes of the given inputs.
 *
 * @param inputs a shape for each input of the model, with the batch first
 */
export function signalSizes({ calls, inputs }: ModelGraph, given: readonly Shape[]): number[] {
  const shapes: Shape[][] = [];
  for (const [i, call] of calls.entries()) {
    const input = inputs.findIndex(({ call: index }) => index === i);
    const from = call.inputs.map((source, k) => shapes[source][call.outputIndices[k]]);
    shapes.push(input >= 0 ? [given[input]] : outputShapes(call.layer, call.nodeIndex, from));
  }
  return shapes.map((outputs) => outputs.reduce((total, shape) => total + sampleSize(shape), 0));
}

/**
 * Asks the layer for the shapes of its outputs. A layer of a user's own may not know them; the
 * shapes with which the model was built then leave some axes open.
 */
function outputShapes(layer: layers.Layer, node: number, from: readonly Shape[]): Shape[] {
  const built = listOf(layer.inboundNodes[node].outputShapes);
  try {
    const computed = listOf(layer.computeOutputShape((from.length === 1 ? from[0] : from) as never));
    return computed.length === built.length ? computed : built;
  } catch {
    return built;
  }
}

function listOf(shapes: unknown): Shape[] {
  return (Array.isArray((shapes as unknown[])[0]) ? shapes : [shapes]) as Shape[];
}

function sampleSize(shape: Shape): number {
  return shape.slice(1).reduce<number>((size, n) => size * (n ?? 1), 1);
}
