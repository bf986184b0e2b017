import type { LayerCall } from './modelGraph.js';

type Calls = readonly LayerCall[];
type Consumers = readonly (readonly number[])[];

/** Operations that pass the weights of attention on, or add a mask to its logits. */
const PASSING: readonly string[] = ['dropout', 'noise', 'flatten', 'reshape', 'move', 'rescale', 'add', 'mask'];

/** Checks whether a call multiplies two signals with each other. */
export function isProduct({ layer, inputs }: LayerCall): boolean {
  return ['Dot', 'Multiply'].includes(layer.getClassName()) && new Set(inputs).size > 1;
}

/** Checks whether a call is the softmax of an attention, which weighs another signal. */
export function isAttention(calls: Calls, consumers: Consumers, call: number): boolean {
  return (
    calls[call].activation?.name === 'softmax' && reaches(calls, consumers, call, (next) => isProduct(calls[next]))
  );
}

/**
 * Checks whether the output of a call only makes the logits of an attention, as queries and keys
 * do, or only enters layers of an unknown class. Nothing is then known of the least scale that it
 * needs: logits of 0 give equal weights.
 */
export function makesLogits(calls: Calls, consumers: Consumers, call: number): boolean {
  const isLogits = (next: number): boolean =>
    isProduct(calls[next]) && reaches(calls, consumers, next, (after) => isAttention(calls, consumers, after));
  const next = consumers[call];
  return (
    next.length > 0 &&
    next.every(
      (i) =>
        calls[i].kind.operation === 'unknown' ||
        isLogits(i) ||
        (PASSING.includes(calls[i].kind.operation) && makesLogits(calls, consumers, i)),
    )
  );
}

/** Checks whether a path from a call reaches one that fits, through calls that pass signals on. */
function reaches(calls: Calls, consumers: Consumers, call: number, fits: (call: number) => boolean): boolean {
  return consumers[call].some(
    (next) => fits(next) || (PASSING.includes(calls[next].kind.operation) && reaches(calls, consumers, next, fits)),
  );
}
