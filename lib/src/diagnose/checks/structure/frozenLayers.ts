import type { Evidence } from '../../evidence/evidence.js';
import type { FindingDraft } from '../../finding.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import type { Check } from '../check.js';
import { works } from '../loss/blindLoss.js';

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
    if (works(evidence)) return [];
    const drawn = frozen.filter(({ isTrained, secondMoment }) => !isTrained && secondMoment > 0);
    return drawn.length === 0 ? [] : [{ ...draft(evidence, drawn, drawnText(evidence, drawn)), isMild: true }];
  },
};

const NOTHING = 'No weight of the model is trained, so the loss stays where it is.';

function drawnText({ matrices }: Evidence, drawn: readonly ExaminedMatrix[]): string {
  return `Of ${matrices.length} weight matrices, ${drawn.length} ${drawn.length === 1 ? 'is' : 'are'} frozen and look like a random draw. Only layers that were trained before are worth freezing.`;
}

function draft({ view, matrices }: Evidence, frozen: readonly ExaminedMatrix[], reason: string): FindingDraft {
  const names = [...new Set(frozen.map(({ layer }) => layer.name))];
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
