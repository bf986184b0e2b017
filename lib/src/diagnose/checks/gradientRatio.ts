import type { ModelPrediction } from '../../theory/predict/predict.js';
import type { Examination } from '../evidence/examine.js';
import type { Expectation } from '../evidence/expectation.js';
import { type Finding, finding } from '../finding.js';
import { redraw } from '../repairs/repairWeights.js';

/** Orders of magnitude that the gradients of layers may be apart, beside what they would be with fair weights. */
const APART = 1e3;
/** How far a single net must show what theory says of nets with its weights. */
const SHOWN = 30;

/** Gradients that fall or grow by orders of magnitude though every layer keeps the forward signal. */
export function backward(examined: Examination, { asIs, ideal }: Expectation): Finding[] {
  const { trace, matrices, view } = examined;
  const hidden = matrices.filter(({ layer, weight }) => !layer.output && weight !== 'recurrent');
  if (hidden.length < 2) return [];
  const [first, last] = [hidden[0], hidden[hidden.length - 1]];
  const between = (layers: readonly Pick<ModelPrediction, 'gradient'>[]): number | undefined =>
    ratioOf(layers[first.call]?.gradient?.secondMoment, layers[last.call]?.gradient?.secondMoment);
  const measured = between(trace.layers as unknown as ModelPrediction[]);
  const observed = between(asIs) ?? measured;
  if (measured === undefined || observed === undefined) return [];
  if (isWithin(observed, bandAround(1)) && isWithin(measured, bandAround(1))) return [];
  // What the architecture does to gradients, as pools, strides, edges and widths do, it does with fair weights too.
  const fair = between(ideal()) ?? last.fanOut / first.fanOut;
  const band = bandAround(fair);
  const vanishing = observed < fair;
  const shown = vanishing ? fair / measured : measured / fair;
  if (isWithin(observed, band) || !(shown > SHOWN)) return [];
  const { name } = (vanishing ? last : first).layer.activation;
  return [
    finding({
      kind: vanishing ? 'vanishingBackward' : 'explodingBackward',
      layer: view.calls[first.call].name,
      quantity: 'E gradient², first hidden layer over last',
      observed: measured,
      expected: fair,
      band,
      why: `Each layer ${vanishing ? 'shrinks' : 'enlarges'} the gradient on its way back: E φ′² times fanOut·Var(w) is not 1 with ${name}. The first layers learn ${vanishing ? 'almost nothing' : 'in leaps'} while the last learn as they should.`,
      repair: redraw(examined, hidden),
    }),
  ];
}

function bandAround(ratio: number): readonly [number, number] {
  return [ratio / APART, ratio * APART];
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

function ratioOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined || b === 0 ? undefined : a / b;
}
