import { meanSquare } from '../../../foundation/statistics.js';
import type { InitializerDescription } from '../../../init/initializer.js';
import { normal } from '../../../init/normal.js';
import { scaleVariable } from '../../../model/weights/variables.js';
import type { ModelLayer, ModelView } from '../../../network/view/modelView.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { FindingDraft } from '../../finding.js';
import type { BlindLoss } from './blindLoss.js';
import { highestLoss } from './blindLoss.js';

/** Factors by which an embedding is made smaller, to see whether the loss depends on it. */
const FACTORS = [0.3, 0.1, 0.03, 0.01];

/**
 * Finds the call of an unknown class that makes the output of a model, so that the last layer of a
 * known class is no output layer; undefined if there is none.
 */
export function unknownOutput({ calls, outputs }: ModelView): number | undefined {
  const search = (index: number): number | undefined => {
    const { kind, hasMatrix, inputs } = calls[index];
    if (kind.operation === 'unknown') return index;
    if (hasMatrix) return undefined;
    for (const from of inputs) {
      const found = search(from);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const { call } of outputs) {
    const found = search(call);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Judges an initial loss that an unknown layer makes. Such a layer may read an embedding, as tied
 * weights do: if the loss falls to its usual size with a smaller embedding, that is the cause.
 */
export function judgeUnknownOutput(evidence: Evidence, blind: BlindLoss, output: number): FindingDraft[] {
  const { view, trace, batch } = evidence;
  const high = highestLoss(blind, batch);
  const value = trace.loss?.value as number;
  if (value <= high) return [];
  const name = view.calls[output].name;
  const measured = {
    kind: 'initialLoss' as const,
    quantity: `initial loss (${trace.loss?.name})`,
    observed: value,
    expected: blind.uniform,
    band: [0, high] as const,
  };
  for (const embedding of view.layers.filter(({ kind }) => kind === 'embedding')) {
    const factor = FACTORS.find((candidate) => lossWith(evidence, embedding, candidate) <= high);
    if (factor === undefined) continue;
    const { embeddings } = embedding.weights;
    const std = factor * Math.sqrt(meanSquare(embeddings.read().dataSync<'float32'>()));
    const made = normal({ std: Number(std.toPrecision(2)) }).description as InitializerDescription;
    return [
      {
        ...measured,
        layer: embedding.name,
        why: `Start with a smaller embedding. The output layer ${name} is of an unknown class, but it depends on the embedding: with vectors ${factor} times as large, the first loss is ${lossWith(evidence, embedding, factor).toPrecision(3)} instead of ${value.toPrecision(3)}. The best guess that does not look at the input has a loss of ${blind.uniform.toPrecision(3)}.`,
        repair: [
          {
            type: 'initWeights',
            layers: [{ name: embedding.name, weights: { embeddings: made } }],
            seed: evidence.seed,
          },
        ],
      },
    ];
  }
  return [
    {
      ...measured,
      severity: 'note',
      isUndecided: true,
      layer: name,
      why: `Look at the output layer ${name}: its class is unknown, so its weights are not judged, and the first loss is above that of the best guess that does not look at the input, ${blind.uniform.toPrecision(3)}.`,
      repair: [{ type: 'lookAt', layer: name }],
    },
  ];
}

function lossWith(evidence: Evidence, { weights }: ModelLayer, factor: number): number {
  return evidence.lossAfter(() => scaleVariable(weights.embeddings, factor));
}
