import type { layers } from '@tensorflow/tfjs-layers';
import { addN, square, sum, tidy } from '#tfjs-core';
import { callName } from '../../../network/view/modelView.js';
import type { Check } from '../check.js';
import { blindLoss } from '../loss/blindLoss.js';

type Layer = layers.Layer;

/**
 * Sum of squares of the weights of a path through two layers whose gain is 3, which is enough for a
 * sure output. For a number, the gain has to reach the standard deviation of the targets.
 */
const SURE_SQUARES = 6;
/** The share of what there is to learn that such a path may cost. */
const FAULT_SHARE = 0.6;

/**
 * Recognizes penalties on weights that cost more than the weights can gain, so that training drives
 * them to 0. It does not depend on the width: of many weights, a few can stay.
 */
export const penalty: Check = {
  kinds: ['penalty'],
  stage: 'output',
  explains: ['initialLoss', 'learningRate'],
  run(evidence) {
    const blind = blindLoss(evidence);
    if (blind === undefined || !(blind.informed > 0)) return [];
    const gain = blind.informed;
    const needed = blind.task === 'regression' ? 2 * Math.sqrt(gain) : SURE_SQUARES;
    const costs = evidence.view.distinctLayers.filter(hasRegularizer).flatMap((layer) => costOf(layer));
    const severe = costs.filter(({ cost }) => cost * needed > FAULT_SHARE * gain);
    if (severe.length === 0) return [];
    const [{ layer, cost }] = severe;
    return [
      {
        kind: 'penalty',
        layer: callName(evidence.view, layer),
        quantity: 'penalty of the weights that a good output needs, over what there is to learn',
        observed: (cost * needed) / gain,
        expected: 0.01,
        band: [0, FAULT_SHARE],
        why: `Make the regularizer 100 times weaker. A good output needs weights whose squares sum to at least ${needed.toPrecision(2)}, which cost ${(cost * needed).toPrecision(2)}, but learning can lower the loss by at most ${gain.toPrecision(2)}. So the least loss has weights near 0, and the network learns to give a constant.`,
        repair: [{ type: 'removePenalty', layers: severe.map((own) => callName(evidence.view, own.layer)) }],
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
  let cost = 0;
  tidy(() => {
    const penalties = layer.calculateLosses();
    const squares = layer.trainableWeights.map((weight) => sum(square(weight.read())));
    if (penalties.length === 0 || squares.length === 0) return;
    cost = addN(penalties).dataSync()[0] / addN(squares).dataSync()[0];
  });
  return cost > 0 && Number.isFinite(cost) ? [{ layer, cost }] : [];
}

/** Whether the penalty of a layer is that of a regularizer, and not a loss of the layer's own. */
function hasRegularizer(layer: Layer): boolean {
  return Object.entries(layer).some(([name, value]) => /Regularizer$/.test(name) && Boolean(value));
}
