import { withDisplay } from '../display/withDisplay.js';
import { matrixNames } from '../network/view/layerFacts.js';
import type { ModelView } from '../network/view/modelView.js';
import type { Figure } from '../plot/figure.js';
import { type DiagnosedLayer, diagnosedLayers, layersFigure } from './diagnosedLayers.js';
import type { Evidence } from './evidence/evidence.js';
import { type Finding, type FindingDraft, TOPICS } from './finding.js';
import { applyRepair, isApplicable, type RepairTarget } from './repairs/applyRepair.js';
import { writeRepair } from './repairs/writeRepair.js';
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
export function asDiagnosis(evidence: Evidence, drafts: readonly FindingDraft[]): Diagnosis {
  const { view, matrices } = evidence;
  const target = { view, x: evidence.x, y: evidence.y };
  const findings = drafts.map((draft) => asFinding(draft, target));
  const faults = findings.filter(({ severity }) => severity === 'fault');
  const layers = diagnosedLayers(evidence);
  const unknown = unknownLayers(view);
  const verdict = faults.length > 0 ? 'unhealthy' : matrices.length > unknown.length ? 'healthy' : 'cannot tell';
  const data = {
    verdict,
    findings,
    layers,
    unknownLayers: unknown,
    apply: () => {
      for (const { repair } of [...faults].reverse()) repair.apply?.();
    },
    figure: () => layersFigure(layers, faults[0]?.layer),
  } as Omit<Diagnosis, 'toString'>;
  return withDisplay(data, report(data));
}

function asFinding({ severity = 'fault', repair, ...rest }: FindingDraft, target: RepairTarget): Finding {
  return {
    ...rest,
    severity,
    ratio: rest.observed / rest.expected,
    repair: {
      code: writeRepair(repair),
      ...(isApplicable(repair) && { apply: () => applyRepair(target, repair) }),
    },
    topic: TOPICS[rest.kind],
  };
}

/**
 * Lists the names of the layers with a weight matrix whose class is not in the table of layer
 * kinds.
 */
function unknownLayers({ layers }: ModelView): string[] {
  return layers.filter((layer) => layer.kind === 'unknown' && matrixNames(layer).length > 0).map(({ name }) => name);
}
