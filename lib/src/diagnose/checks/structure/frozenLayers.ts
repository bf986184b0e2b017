import type { Evidence } from '../../evidence/evidence.js';
import type { FindingDraft } from '../../finding.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { LEAST_SIDE } from '../../matrices/trainedWeights.js';
import type { Check } from '../check.js';
import { works } from '../loss/blindLoss.js';
import { batchNorms, isInitial } from '../signal/batchStatistics.js';

/**
 * Recognizes layers that are set not to train although their weights are a random draw. Layers that
 * were trained before are frozen on purpose.
 */
export const frozenLayers: Check = {
  kinds: ['frozen'],
  stage: 'structure',
  explains: ['learningRate'],
  run(evidence) {
    const frozen = evidence.matrices.filter(({ layer }) => layer.isFrozen);
    if (frozen.length === 0) return [];
    if (evidence.view.model.trainableWeights.length === 0) return [draft(evidence, frozen, NOTHING)];
    if (works(evidence) || frozen.some(({ isTrained }) => isTrained) || hasOwnStatistics(evidence)) return [];
    const drawn = frozen.filter((matrix) => matrix.secondMoment > 0 && canShowTraining(matrix));
    return drawn.length === 0 ? [] : [{ ...draft(evidence, drawn, drawnText(evidence, drawn)), isMild: true }];
  },
};

/** Checks whether a normalization has seen other data, so that its network was trained before. */
function hasOwnStatistics({ view }: Evidence): boolean {
  return batchNorms(view).some((norm) => !isInitial(norm));
}

/** Whether it would show on a matrix that it was trained: only biases and wide layers show it. */
function canShowTraining({ layer, shape }: ExaminedMatrix): boolean {
  return layer.weights.bias !== undefined && layer.kind !== 'depthwise' && Math.min(...shape.slice(-2)) >= LEAST_SIDE;
}

const NOTHING = 'No weight of the model is trained, so the loss stays where it is.';

function drawnText({ matrices }: Evidence, drawn: readonly ExaminedMatrix[]): string {
  return `Of ${matrices.length} weight matrices, ${drawn.length} ${drawn.length === 1 ? 'is' : 'are'} frozen and look like a random draw. Only layers that were trained before are worth freezing.`;
}

function draft({ view, matrices }: Evidence, frozen: readonly ExaminedMatrix[], reason: string): FindingDraft {
  const names = [...new Set(frozen.map(({ call }) => view.calls[call].name))];
  return {
    kind: 'frozen',
    layer: view.calls[frozen[0].call].name,
    quantity: 'share of weight matrices that are frozen before they were trained',
    observed: frozen.length / matrices.length,
    expected: 0,
    band: [0, 0],
    why: `Set trainable to true in ${names.length === 1 ? `the layer ${names[0]}` : `${names.length} layers`}. ${reason}`,
    repair: [{ type: 'unfreeze', layers: names }],
  };
}
