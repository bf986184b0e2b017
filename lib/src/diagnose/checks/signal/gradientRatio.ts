import type { ModelPrediction } from '../../../theory/predict/predict.js';
import { isShallow } from '../../evidence/shallow.js';
import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

/**
 * The largest allowed ratio of the gradients of two layers, relative to their ratio with correctly
 * scaled weights.
 */
const BAND_FACTOR = 1e3;
/**
 * The factor by which the measured ratio must differ from that of correctly scaled networks, even
 * if theory predicts a larger difference for these weights.
 */
const SHOWN_FACTOR = 30;

/**
 * Recognizes gradients that shrink or grow by orders of magnitude although every layer keeps the
 * forward signal.
 */
export const gradientRatio: Check = {
  kinds: ['vanishingBackward', 'explodingBackward'],
  stage: 'signal',
  explains: ['correlationCollapse'],
  run(evidence) {
    const { trace, matrices, view } = evidence;
    const hidden = matrices.filter(({ layer, weight }) => !layer.isOutput && weight !== 'recurrent');
    if (hidden.length < 2) return [];
    const [first, last] = [hidden[0], hidden[hidden.length - 1]];
    const between = (layers: readonly Pick<ModelPrediction, 'gradient'>[]): number | undefined =>
      ratioOf(layers[first.call]?.gradient?.secondMoment, layers[last.call]?.gradient?.secondMoment);
    const measured = between(trace.layers as unknown as ModelPrediction[]);
    const { asIs, ideal } = evidence.expectation();
    const observed = between(asIs) ?? measured;
    if (measured === undefined || observed === undefined) return [];
    if (isWithin(observed, bandAround(1)) && isWithin(measured, bandAround(1))) return [];
    // Pools, strides, edges and widths change gradients even if the weights are scaled correctly.
    const expected = between(ideal()) ?? last.fanOut / first.fanOut;
    const band = bandAround(expected);
    const isVanishing = observed < expected;
    const shown = isVanishing ? expected / measured : measured / expected;
    if (isWithin(observed, band) || !(shown > SHOWN_FACTOR)) return [];
    const { name } = (isVanishing ? last : first).layer.activation;
    return [
      {
        kind: isVanishing ? 'vanishingBackward' : 'explodingBackward',
        isMild: isShallow(evidence),
        layer: view.calls[first.call].name,
        quantity: 'E gradient², first hidden layer over last',
        observed: measured,
        expected,
        band,
        why: `Each layer ${isVanishing ? 'shrinks' : 'enlarges'} the gradient on its way back: E φ′² times fanOut·Var(w) is not 1 with ${name}. The first layers learn ${isVanishing ? 'almost nothing' : 'in leaps'}, while the last ones learn as they should.`,
        repair: redraw(evidence, hidden),
      },
    ];
  },
};

function bandAround(ratio: number): readonly [number, number] {
  return [ratio / BAND_FACTOR, ratio * BAND_FACTOR];
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

function ratioOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined || b === 0 ? undefined : a / b;
}
