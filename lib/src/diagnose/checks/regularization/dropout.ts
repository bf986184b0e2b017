import type { layers } from '@tensorflow/tfjs-layers';
import { decidingLayer } from '../../../network/view/layerFacts.js';
import type { ModelOutput, ModelView } from '../../../network/view/modelView.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';

/** The rate above which a trial decides whether dropout hinders learning. */
const HIGH_RATE = 0.8;
/** A rate that rarely hinders. */
const USUAL_RATE = 0.2;

/**
 * Recognizes dropout of most units, if it hinders learning, and dropout of the outputs themselves.
 */
export const dropout: Check = {
  kinds: ['dropout'],
  stage: 'rate',
  explains: [],
  run(evidence) {
    const { view } = evidence;
    const behind = new Set(view.outputs.flatMap((output) => behindMaker(view, output)));
    const found = view.calls.flatMap(({ kind, layer, name }, call) => {
      const { rate = 0 } = decidingLayer(layer) as layers.Layer & { rate?: number };
      // The layers of tfjs do nothing at a rate of 1.
      if (kind.operation !== 'dropout' || !(rate > 0 && rate < 1)) return [];
      const isAtOutput = behind.has(call);
      return isAtOutput || rate > HIGH_RATE ? [{ name, rate, isAtOutput }] : [];
    });
    if (found.length === 0) return [];
    const [worst] = [...found].sort((a, b) => Number(b.isAtOutput) - Number(a.isAtOutput) || b.rate - a.rate);
    const rate = worst.isAtOutput ? 0 : USUAL_RATE;
    return [
      {
        kind: 'dropout',
        isMild: !worst.isAtOutput,
        layer: worst.name,
        quantity: 'rate of the dropout',
        observed: worst.rate,
        expected: rate,
        band: [0, worst.isAtOutput ? 0 : HIGH_RATE],
        why: worst.isAtOutput
          ? `Leave out the dropout ${worst.name}. It follows the output layer, so in training it replaces a share of ${worst.rate} of the predictions by 0, whatever the network has learned.`
          : `Lower the rate of the dropout to ${USUAL_RATE}. With a rate of ${worst.rate}, each step sees only ${Number((100 * (1 - worst.rate)).toPrecision(2))} % of the units, and those are multiplied by ${Number((1 / (1 - worst.rate)).toPrecision(2))}.`,
        repair: [
          {
            type: 'setDropout',
            layers: found.filter(({ isAtOutput }) => isAtOutput === worst.isAtOutput).map(({ name }) => name),
            rate,
          },
        ],
      } satisfies FindingDraft,
    ];
  },
};

/** Lists the calls between an output and the call that makes it. */
function behindMaker({ calls }: ModelView, { call, maker }: ModelOutput): number[] {
  const found: number[] = [];
  for (let at = call; at !== maker; [at] = calls[at].inputs) found.push(at);
  return found;
}
