import { addN, square, sum } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import type { Evidence } from '../../evidence/evidence.js';
import type { Check } from '../check.js';
import { blindLoss } from '../loss/blindLoss.js';

type Layer = layers.Layer;

/**
 * The penalty of a sum of squares of 1, as a share of what there is to learn, from which on it is a
 * fault. A path through two layers whose gain is 3, enough for a sure output, has weights with a
 * sum of squares of at least 6.
 */
const FAULT_SHARE = 0.1;

/**
 * Recognizes penalties on weights that cost more than the weights can gain, so that training drives
 * them to 0. It does not depend on the width: of many weights, a few can stay.
 */
export const penalty: Check = {
  kinds: ['penalty'],
  stage: 'output',
  explains: ['initialLoss', 'learningRate'],
  run(evidence) {
    const gain = blindLoss(evidence)?.informed;
    if (gain === undefined || !(gain > 0)) return [];
    const costs = evidence.view.distinctLayers.flatMap((layer) => costOf(layer));
    const severe = costs.filter(({ cost }) => cost > FAULT_SHARE * gain);
    if (severe.length === 0) return [];
    const [{ layer, cost }] = severe;
    return [
      {
        kind: 'penalty',
        layer: nameOf(evidence, layer),
        quantity: 'penalty of weights with a sum of squares of 1, over the loss of a guess that ignores the input',
        observed: cost / gain,
        expected: 0.01,
        band: [0, FAULT_SHARE],
        why: `Divide the number of the regularizer by 100. Weights whose squares sum to 1 cost ${cost.toPrecision(2)}, but all there is to learn is the loss of a guess that ignores the input, ${gain.toPrecision(2)}. So the least loss has weights near 0, and the network learns to give a constant.`,
        repair: [{ type: 'removePenalty', layers: severe.map((own) => own.layer.name) }],
      },
    ];
  },
};

interface Cost {
  layer: Layer;
  /** Penalty for each unit of the sum of squares of the weights of the layer. */
  cost: number;
}

function costOf(layer: Layer): Cost[] {
  const penalties = layer.calculateLosses();
  const weights = layer.trainableWeights;
  if (penalties.length === 0 || weights.length === 0) return [];
  const total = addN(penalties).dataSync()[0];
  const squares = addN(weights.map((weight) => sum(square(weight.read())))).dataSync()[0];
  return squares > 0 ? [{ layer, cost: total / squares }] : [];
}

function nameOf({ view }: Evidence, layer: Layer): string {
  return view.calls.find((call) => call.layer === layer)?.name ?? layer.name;
}
