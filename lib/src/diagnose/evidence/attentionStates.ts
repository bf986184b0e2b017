import type { Tensor } from '@tensorflow/tfjs-core';
import { tidy } from '#tfjs-core';
import { isAttention } from '../../network/view/attention.js';
import type { ModelView } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import type { Observer } from '../../signal/trace/passes/observer.js';
import { runForward } from '../../signal/trace/passes/passes.js';
import { withSoftmaxes } from '../../signal/trace/passes/softmaxes.js';
import type { Samples } from './samples.js';

/** The attention of one call: how it distributes its weights over the positions. */
export interface AttentionState {
  /** Index of the call that applies the softmax. */
  call: number;
  /** Standard deviation of the logits of one query. */
  spread: number;
  /** Largest weight of a query, averaged over the queries. */
  largestWeight: number;
  /** Average of the largest weights if all positions that a query sees got the same weight. */
  equalWeight: number;
}

/**
 * The distance below the largest logit from which a position counts as masked. Masks add −10⁴, −10⁹
 * or the least number of the type.
 */
const MASK_GAP = 5000;

interface Attending extends Pick<Samples, 'feeds'> {
  view: ModelView;
  training: boolean;
}

/**
 * Measures every attention in one forward pass: a softmax whose outputs multiply another signal, or
 * a softmax inside a layer of an unknown class that is not an output. Call this function within
 * {@link withModelRestored}.
 */
export function attentionStates({ view, feeds, training }: Attending): AttentionState[] {
  const isCandidate = view.calls.map((_, call) => canAttend(view, call));
  if (!isCandidate.includes(true)) return [];
  const totals = view.calls.map(() => ({ rows: 0, variance: 0, largest: 0, equal: 0 }));
  let waiting: { logits: Float32Array; keys: number }[] = [];
  const observer: Observer = {
    // A call reports its output after the softmaxes inside it.
    activation(call) {
      for (const { logits, keys } of waiting) if (isCandidate[call]) addRows(totals[call], logits, keys);
      waiting = [];
    },
    preActivation() {},
    step() {},
    gradient() {},
    stepGradient() {},
  };
  const run = (): void => void runForward({ graph: view, feeds, training, noise: random(0).split(2), observer });
  const keep = (logits: Tensor): void => {
    waiting.push({ logits: logits.dataSync<'float32'>(), keys: logits.shape[logits.rank - 1] });
  };
  tidy(() => withSoftmaxes(keep, run));
  return totals.flatMap(({ rows, variance, largest, equal }, call) =>
    rows === 0
      ? []
      : [{ call, spread: Math.sqrt(variance / rows), largestWeight: largest / rows, equalWeight: equal / rows }],
  );
}

function canAttend({ calls, consumers, outputs }: ModelView, call: number): boolean {
  const { kind } = calls[call];
  if (outputs.some((output) => output.call === call)) return false;
  return kind.operation === 'unknown' || isAttention(calls, consumers, call);
}

interface Totals {
  rows: number;
  variance: number;
  largest: number;
  equal: number;
}

/** Adds the statistics of each row of logits, without the masked positions. */
function addRows(totals: Totals, logits: Float32Array, keys: number): void {
  for (let from = 0; from + keys <= logits.length; from += keys) {
    const row = logits.subarray(from, from + keys);
    let top = Number.NEGATIVE_INFINITY;
    for (const logit of row) top = Math.max(top, logit);
    let [count, sum, squares, weights] = [0, 0, 0, 0];
    for (const logit of row) {
      const below = logit - top;
      if (!(below > -MASK_GAP)) continue;
      count++;
      sum += below;
      squares += below * below;
      weights += Math.exp(below);
    }
    if (count < 2) continue;
    totals.rows++;
    totals.variance += squares / count - (sum / count) ** 2;
    totals.largest += 1 / weights;
    totals.equal += 1 / count;
  }
}
