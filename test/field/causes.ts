import type { Finding } from 'initlab';
import type { CAUSES } from './sources.js';

export type Cause = (typeof CAUSES)[number];

/**
 * The causes that each kind of finding names, as `docs/diagnose.md` describes the kinds. This table
 * was fixed before the held-out half was run. A kind has several causes if it covers them all:
 * weights that are too small, for example, are the reason why both a signal and its gradient
 * vanish.
 */
export const CAUSES_OF_KIND: {
  readonly [kind: string]: readonly Cause[] | ((finding: Finding) => readonly Cause[]);
} = {
  nonFinite: ({ layer, quantity }) => {
    if (/input|^rows of/i.test(quantity)) return ['bad-data'];
    return /loss/i.test(quantity) || layer === '' ? ['log-of-zero'] : ['exploding-gradient', 'precision'];
  },
  input: ['inputs-unscaled'],
  symmetric: ['init-symmetric'],
  zeroWeights: ['init-symmetric'],
  truncated: ['init-scale'],
  wrongFan: ['init-scale'],
  wrongGain: ['init-scale'],
  vanishingForward: ['init-scale', 'vanishing-gradient'],
  explodingForward: ['init-scale', 'exploding-gradient'],
  vanishingBackward: ['vanishing-gradient'],
  explodingBackward: ['exploding-gradient'],
  saturated: ['saturation', 'init-scale'],
  dead: ['dead-relu'],
  bias: ['init-scale'],
  residualGrowth: ['residual-norm', 'exploding-gradient'],
  correlationCollapse: ['init-scale'],
  // The repair of a regression is a bias at the mean of the targets.
  initialLoss: ({ repair }) =>
    /setOutputBias/.test(repair.code) ? ['init-scale', 'targets-unscaled'] : ['init-scale'],
  // A rate that is too high can turn ReLU units off, and the finding then says so.
  learningRate: ({ quantity, why }) => {
    if (why.startsWith('Raise the learning rate')) return ['learning-rate-low'];
    return /^share of the units/.test(quantity) ? ['learning-rate-high', 'dead-relu'] : ['learning-rate-high'];
  },
  tooFewSteps: ['too-few-steps'],
  outputRange: ['output-activation', 'targets-unscaled'],
  // Neither output nor gradient depends on the weights, as after a softmax of one unit.
  constantOutput: ['softmax-single', 'output-activation'],
  // The advice is to remove the softmax if another one, or the loss, applies it again.
  lossMismatch: ({ why }) =>
    why.startsWith('Remove') ? ['softmax-twice', 'loss-mismatch'] : ['loss-mismatch', 'output-activation'],
  targets: ({ quantity }) =>
    /deviation|mean/i.test(quantity) ? ['targets-unscaled'] : ['labels-form', 'bad-data', 'loss-mismatch'],
  linear: ['no-nonlinearity', 'capacity'],
  hiddenActivation: ['hidden-activation'],
  lossFunction: ({ quantity }) => {
    if (/right and certain/.test(quantity)) return ['log-of-zero'];
    return /order/.test(quantity) ? ['shape-broadcast'] : ['loss-reduction'];
  },
  frozen: ['frozen-weights'],
  statistics: ['batch-norm'],
  dropout: ['dropout'],
  penalty: ['regularization'],
  dataOrder: ['data-order'],
  hiddenByNormalization: [],
};

/** Lists the causes that a finding names. */
export function causesOf(finding: Finding): readonly Cause[] {
  const causes = CAUSES_OF_KIND[finding.kind] ?? [];
  return typeof causes === 'function' ? causes(finding) : causes;
}
