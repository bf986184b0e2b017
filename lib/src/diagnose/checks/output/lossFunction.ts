import { mean, tensor, tidy } from '#tfjs-core';
import { describe } from '../../../foundation/argument.js';
import { random } from '../../../random/random.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';
import { number } from './wording.js';

/** Samples from which on a loss is tried on parts of them. */
const LEAST_SAMPLES = 4;
/** Relative difference below which two losses are the same. */
const SAME = 1e-5;
/** Share of a loss below which perfect outputs solve the task. */
const PERFECT_SHARE = 0.01;

/**
 * Tries a loss function of the user's own on what it should bear: perfect outputs, targets in
 * another order, and half of the samples.
 */
export const lossFunction: Check = {
  kinds: ['lossFunction'],
  stage: 'output',
  explains: ['learningRate', 'nonFinite', 'initialLoss'],
  run: (evidence) =>
    evidence.outputs.flatMap((output, i) => {
      if (!output.loss.isOwn || evidence.batch < LEAST_SAMPLES) return [];
      const tried = triedLoss(output, evidence, i);
      const found = ofPerfectOutput(output, tried) ?? ofAnyOrder(tried) ?? ofSum(tried);
      return found === undefined ? [] : [{ ...common(evidence, output), ...found }];
    }),
};

type Found = Pick<FindingDraft, 'quantity' | 'observed' | 'expected' | 'band' | 'why' | 'repair'> &
  Partial<Pick<FindingDraft, 'severity'>>;

function common({ view }: Evidence, { maker }: ExaminedOutput): Pick<FindingDraft, 'kind' | 'layer'> {
  return { kind: 'lossFunction', layer: view.calls[maker].name };
}

/**
 * A loss function, with the targets of the samples and made-up outputs, which differ whatever the
 * weights are.
 */
interface TriedLoss {
  rows: number[];
  /**
   * The loss of the outputs of some rows, with the targets of these or of others; undefined if the
   * function throws.
   */
  of(outputs: readonly number[], targets?: readonly number[]): number | undefined;
  /** The loss of outputs that are the targets. */
  ofPerfect(): number | undefined;
  /** The rows in another order. */
  shuffled(part: number): number[];
}

function triedLoss({ loss, y, call }: ExaminedOutput, { trace, predictions, seed }: Evidence, i: number): TriedLoss {
  const count = y.shape[0];
  const size = predictions()[i].length;
  const stream = random(seed).split(5);
  const made = stream
    .split(0)
    .uniform(new Float32Array(size))
    .map((u) => 0.1 + 0.8 * u);
  const rows = Array.from({ length: count }, (_, row) => row);
  const outputShape = trace.layers[call].shape;
  const lossOf = (targets: Float32Array, values: Float32Array, samples: number): number | undefined => {
    try {
      return tidy(() => {
        const given = tensor(targets, [samples, ...y.shape.slice(1)]);
        return mean(loss.function(given, tensor(values, [samples, ...outputShape]))).dataSync()[0];
      });
    } catch {
      // A loss may need the batch that it was written for.
      return undefined;
    }
  };
  return {
    rows,
    of: (chosen, targets = chosen) => lossOf(pick(y.data, count, targets), pick(made, count, chosen), chosen.length),
    ofPerfect: () => lossOf(y.data, y.data, count),
    shuffled: (part) => {
      const keys = stream.split(part + 1).uniform(new Float64Array(count));
      return [...rows].sort((a, b) => keys[a] - keys[b]);
    },
  };
}

function pick(data: Float32Array, count: number, chosen: readonly number[]): Float32Array {
  const size = data.length / count;
  const picked = new Float32Array(chosen.length * size);
  for (const [i, row] of chosen.entries()) picked.set(data.subarray(row * size, (row + 1) * size), i * size);
  return picked;
}

/** A logarithm of 0, which takes perfect outputs to NaN. */
function ofPerfectOutput({ y, range, hasRows, activation }: ExaminedOutput, tried: TriedLoss): Found | undefined {
  if (range === undefined || range[0] < 0 || range[1] > 1 || !hasRows) return undefined;
  if (!y.data.every((value) => value === 0 || value === 1)) return undefined;
  const loss = tried.ofPerfect();
  if (loss === undefined || Number.isFinite(loss)) return undefined;
  return {
    quantity: 'loss of an output that is right and certain',
    observed: loss,
    expected: 0,
    band: [0, Number.MAX_VALUE],
    why: `Keep the probabilities away from 0 and 1 before their logarithm is taken, for example with tf.clipByValue(p, 1e-7, 1 - 1e-7), or use a loss of the library, which does so. Where an output is right and certain, 0 or 1, the loss is ${describe(loss)}: it takes the logarithm of 0. One such sample makes every weight NaN in the next step.`,
    repair: [
      { type: 'setLoss', loss: activation?.name === 'softmax' ? 'categoricalCrossentropy' : 'binaryCrossentropy' },
    ],
  };
}

/**
 * A loss that compares each output with the targets of all samples, because their shapes broadcast.
 */
function ofAnyOrder(tried: TriedLoss): Found | undefined {
  const loss = tried.of(tried.rows);
  const others = [0, 1, 2].map((part) => tried.of(tried.rows, tried.shuffled(part)));
  if (!Number.isFinite(loss) || !others.every((other) => isSame(other, loss))) return undefined;
  // A loss of the distribution as a whole is 0 for perfect outputs, even if it ignores their order.
  const perfect = tried.ofPerfect();
  if (perfect !== undefined && perfect < PERFECT_SHARE * (loss as number)) return undefined;
  // A loss that does not read the targets at all, or targets that are all alike, would do the same.
  const [first] = tried.rows;
  if (tried.rows.every((row) => isSame(tried.of([first], [row]), tried.of([first])))) return undefined;
  return {
    quantity: 'loss with the targets in another order, over the loss',
    observed: 1,
    expected: 1.5,
    band: [1 + SAME, Number.POSITIVE_INFINITY],
    why: 'Give the targets the shape of the output before they are compared, for example with tf.reshape(y, output.shape). The loss is the same when the targets are shuffled among the samples, so it compares each output with the targets of all samples: shapes such as [n] and [n, 1] broadcast to [n, n]. So the network can only learn one constant.',
    repair: [{ type: 'pairTargets' }],
  };
}

/** A sum over the samples, which makes steps larger the larger the batch is. */
function ofSum(tried: TriedLoss): Found | undefined {
  const { rows } = tried;
  const half = Math.floor(rows.length / 2);
  const [all, first, second] = [rows.slice(0, 2 * half), rows.slice(0, half), rows.slice(half, 2 * half)].map((part) =>
    tried.of(part),
  );
  if (all === undefined || first === undefined || second === undefined || !(all > 0)) return undefined;
  if (Math.abs(first + second - all) > 1e-3 * all) return undefined;
  return {
    severity: 'note',
    quantity: 'loss of all samples over that of both halves',
    observed: 1,
    expected: 0.5,
    band: [0.4, 0.6],
    why: `Take the mean over the samples instead of the sum. The loss adds them up, so it and its gradients grow with the batch: for these ${rows.length} samples it is ${number(all)}. With SGD, each step is as many times longer as the batch has samples.`,
    repair: [{ type: 'meanLoss' }],
  };
}

function isSame(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}
