import type { CallOutput, ModelGraph } from '../../../network/view/modelGraph.js';
import { signalSizes } from '../../../network/view/signalSizes.js';

/**
 * Calls that run on one tape. A tape keeps several signals for each call, so a large model is
 * divided: only the signals between segments are kept, and the others are computed twice (Chen et
 * al. 2016, arXiv:1604.06174).
 */
export interface Segment {
  /** Index of the first call. */
  from: number;
  /** Index after the last call. */
  to: number;
  /**
   * Outputs of earlier segments that its calls take; the last segment also takes the model's
   * outputs.
   */
  inputs: CallOutput[];
  /** Outputs of its calls that later segments take. */
  outputs: CallOutput[];
}

/**
 * Largest number of values that the calls of one segment output together, unless it is a single
 * call.
 */
const MOST_NUMBERS = 2 ** 23;

/** Divides the calls of a model into segments, for inputs of these shapes. */
export function planSegments(
  graph: ModelGraph,
  inputs: readonly (readonly number[])[],
  most: number = MOST_NUMBERS,
): Segment[] {
  const [[batch]] = inputs;
  const sizes = signalSizes(graph, inputs).map((size) => size * batch);
  const starts = [0];
  let numbers = 0;
  for (const [i, size] of sizes.entries()) {
    if (numbers > 0 && numbers + size > most) {
      starts.push(i);
      numbers = 0;
    }
    numbers += size;
  }
  const bounds = starts.map((from, i): [number, number] => [from, starts[i + 1] ?? sizes.length]);
  const taken = bounds.map(([from, to]) => takenBy(graph, from, to));
  return bounds.map(([from, to], i) => ({
    from,
    to,
    inputs: taken[i],
    outputs: distinct(taken.flat()).filter(({ call }) => call >= from && call < to),
  }));
}

/** Lists the outputs of earlier calls that these calls take. */
function takenBy({ calls, outputs }: ModelGraph, from: number, to: number): CallOutput[] {
  const taken = calls
    .slice(from, to)
    .flatMap(({ inputs, outputIndices }) => inputs.map((call, i) => ({ call, output: outputIndices[i] })));
  if (to === calls.length) taken.push(...outputs);
  return distinct(taken.filter(({ call }) => call < from).map(({ call, output }) => ({ call, output })));
}

function distinct(outputs: readonly CallOutput[]): CallOutput[] {
  return outputs.filter(
    ({ call, output }, i) => outputs.findIndex((other) => other.call === call && other.output === output) === i,
  );
}
