import type { layers } from '@tensorflow/tfjs-layers';
import { decidingLayer } from '../../../network/view/layerFacts.js';
import type { ModelOutput, ModelView } from '../../../network/view/modelView.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';

/**
 * The rate above which a trial decides whether dropout hinders learning: of one layer, or of all
 * together, whose rate is that of a signal that passes none of them.
 */
const HIGH_RATE = 0.8;
/** A rate that rarely hinders. */
const USUAL_RATE = 0.2;

/**
 * Recognizes dropout of most units, in one layer or in several together, if it hinders learning,
 * and dropout of the outputs themselves.
 */
export const dropout: Check = {
  kinds: ['dropout'],
  stage: 'rate',
  explains: [],
  run({ view }) {
    const behind = new Set(view.outputs.flatMap((output) => behindMaker(view, output)));
    const all = view.calls.flatMap(({ kind, layer, name }, call): Dropout[] => {
      const { rate = 0 } = decidingLayer(layer) as layers.Layer & { rate?: number };
      // The layers of tfjs do nothing at a rate of 1.
      if (kind.operation !== 'dropout' || !(rate > 0 && rate < 1)) return [];
      return [{ name, rate, isAtOutput: behind.has(call) }];
    });
    const [atOutput, hidden] = [true, false].map((end) => all.filter(({ isAtOutput }) => isAtOutput === end));
    if (atOutput.length > 0) return [ofOutput(atOutput)];
    const strong = hidden.filter(({ rate }) => rate > HIGH_RATE);
    if (strong.length > 0) return [ofUnits(strong, Math.max(...strong.map(({ rate }) => rate)))];
    const together = 1 - hidden.reduce((kept, { rate }) => kept * (1 - rate), 1);
    return together > HIGH_RATE ? [ofUnits(hidden, together)] : [];
  },
};

interface Dropout {
  name: string;
  rate: number;
  isAtOutput: boolean;
}

function ofOutput(found: readonly Dropout[]): FindingDraft {
  const [worst] = [...found].sort((a, b) => b.rate - a.rate);
  return {
    ...common(found, worst.rate, 0),
    layer: worst.name,
    why: `Leave out the dropout ${worst.name}. It follows the output layer, so in training it replaces a share of ${worst.rate} of the predictions by 0, whatever the network has learned.`,
  };
}

/** @param rate of the strongest layer, or of all together */
function ofUnits(found: readonly Dropout[], rate: number): FindingDraft {
  const [worst] = [...found].sort((a, b) => b.rate - a.rate);
  const percent = Number((100 * (1 - rate)).toPrecision(2));
  const isOne = worst.rate === rate;
  return {
    ...common(found, rate, USUAL_RATE),
    isMild: true,
    layer: worst.name,
    why: isOne
      ? `Lower the rate of the dropout to ${USUAL_RATE}. With a rate of ${rate}, each step sees only ${percent} % of the units, and those are multiplied by ${Number((1 / (1 - rate)).toPrecision(2))}.`
      : `Lower the rates of the ${found.length} dropout layers to ${USUAL_RATE}, or leave some of them out. Together they let ${percent} % of the paths through the network pass, and multiply those by ${Number((1 / (1 - rate)).toPrecision(2))}.`,
  };
}

function common(
  found: readonly Dropout[],
  observed: number,
  rate: number,
): Pick<FindingDraft, 'kind' | 'quantity' | 'observed' | 'expected' | 'band' | 'repair'> {
  return {
    kind: 'dropout',
    quantity: 'rate of the dropout',
    observed,
    expected: rate,
    band: [0, rate === 0 ? 0 : HIGH_RATE],
    repair: [{ type: 'setDropout', layers: found.map(({ name }) => name), rate }],
  };
}

/** Lists the calls between an output and the call that makes it. */
function behindMaker({ calls }: ModelView, { call, maker }: ModelOutput): number[] {
  const found: number[] = [];
  for (let at = call; at !== maker; [at] = calls[at].inputs) found.push(at);
  return found;
}
