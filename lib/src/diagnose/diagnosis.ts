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

/** What is wrong with a network, why, and how to put it right. */
export interface Diagnosis {
  /**
   * 'cannot tell' if nothing is seen to be wrong, but most layers with weights are of unknown
   * classes.
   */
  verdict: 'healthy' | 'unhealthy' | 'cannot tell';
  /** Faults first, in the order in which to repair them. */
  findings: Finding[];
  /** Measured beside expected, layer by layer. */
  layers: DiagnosedLayer[];
  /** Layers of classes that this library does not know. Their weights are not judged. */
  unknownLayers: string[];
  /**
   * Applies the repairs of all faults that lie in the model, in place. Diagnose again afterwards.
   */
  apply(): void;
  toString(): string;
  /**
   * Measured over expected with its band, by layer. The layer where the first fault begins is
   * marked.
   */
  figure(): Figure;
}

/** Turns what the checks found into a diagnosis. */
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
 * The names of layers that have matrices of weights and a class without a row in the table of layer
 * kinds.
 */
function unknownLayers({ layers }: ModelView): string[] {
  return layers.filter((layer) => layer.kind === 'unknown' && matrixNames(layer).length > 0).map(({ name }) => name);
}
