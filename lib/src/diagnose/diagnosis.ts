import { withDisplay } from '../display/withDisplay.js';
import { matrixNames } from '../network/view/layerFacts.js';
import type { ModelView } from '../network/view/modelView.js';
import type { Figure } from '../plot/figure.js';
import { type DiagnosedLayer, diagnosedLayers, layersFigure } from './diagnosedLayers.js';
import type { Evidence } from './evidence/evidence.js';
import type { Cause } from './findCauses.js';
import { type Finding, isFault, TOPICS } from './finding.js';
import { applyRepair, isApplicable } from './repairs/applyRepair.js';
import { type RepairLanguage, writeRepair } from './repairs/writeRepair.js';
import { report } from './report.js';

/** The result of {@link diagnose}: what is wrong with a network, why, and how to repair it. */
export interface Diagnosis {
  /**
   * 'cannot tell' if no fault was found, but most layers with weights are of classes that this
   * library does not know.
   */
  verdict: 'healthy' | 'unhealthy' | 'cannot tell';
  /** The findings: faults first, in the order in which to repair them, and then notes. */
  findings: Finding[];
  /** The measured and the expected signal, layer by layer. */
  layers: DiagnosedLayer[];
  /** Layers that have been trained. Their weights are not judged as a random draw. */
  trainedLayers: string[];
  /** Layers of classes that this library does not know. Their weights are not judged. */
  unknownLayers: string[];
  /**
   * Applies, in place, the repairs of all faults that lie in the model. Diagnose the model again
   * afterwards.
   */
  apply(): void;
  toString(): string;
  /**
   * Draws the measured signal of each layer over the expected band, and marks the layer where the
   * first fault begins.
   */
  figure(): Figure;
}

/** Makes a diagnosis from the findings of the checks. */
export function asDiagnosis(evidence: Evidence, causes: readonly Cause[], language: RepairLanguage): Diagnosis {
  const { view, matrices } = evidence;
  const findings = causes.map((cause) => asFinding(view, cause, language));
  const faults = findings.filter(({ severity }) => severity === 'fault');
  const layers = diagnosedLayers(evidence);
  const unknown = unknownLayers(view);
  const isKnown = matrices.length > unknown.length && !causes.some(({ draft }) => draft.isUndecided);
  const verdict = faults.length > 0 ? 'unhealthy' : isKnown ? 'healthy' : 'cannot tell';
  const data = {
    verdict,
    findings,
    layers,
    trainedLayers: trainedLayers(evidence),
    unknownLayers: unknown,
    apply: () => {
      for (const { draft, samples } of inOrderOfRepair(causes)) applyRepair({ view, ...samples }, draft.repair);
    },
    figure: () => layersFigure(layers, faults[0]?.layer),
  } as Omit<Diagnosis, 'toString'>;
  return withDisplay(data, report(data, language));
}

/**
 * Lists the faults whose repair lies in the model, in the order in which to repair them: round by
 * round, and within a round the last fault first, so that the repair of the first fault is not
 * overwritten. Repairs that were tried without success are left out.
 */
function inOrderOfRepair(causes: readonly Cause[]): Cause[] {
  const repairable = causes.filter(({ draft, isInVain }) => isFault(draft) && isApplicable(draft.repair) && !isInVain);
  return [...repairable].reverse().sort((a, b) => a.round - b.round);
}

function asFinding(view: ModelView, { draft, samples, isInVain }: Cause, language: RepairLanguage): Finding {
  const { severity = 'fault', repair, ...others } = draft;
  const { isMild: _mild, isDefault: _default, isUndecided: _undecided, isUnconfirmed: _unconfirmed, ...rest } = others;
  const isRepair = isApplicable(repair) && !isInVain;
  return {
    ...rest,
    severity,
    ratio: rest.observed / rest.expected,
    repair: {
      code: writeRepair(repair, language),
      ...(isRepair && { apply: () => applyRepair({ view, ...samples }, repair) }),
    },
    topic: TOPICS[rest.kind],
  };
}

function trainedLayers({ matrices }: Evidence): string[] {
  return [...new Set(matrices.filter(({ isTrained }) => isTrained).map(({ layer }) => layer.name))];
}

/**
 * Lists the names of the layers with a weight matrix whose class is not in the table of layer
 * kinds.
 */
function unknownLayers({ layers }: ModelView): string[] {
  return layers.filter((layer) => layer.kind === 'unknown' && matrixNames(layer).length > 0).map(({ name }) => name);
}
