import type { Figure } from '../plot/figure.js';
import { neutral } from '../plot/schemes.js';
import { type LayerSeries, varianceByLayer } from '../plot/varianceByLayer.js';
import type { Band } from '../theory/predict/predict.js';
import type { Evidence } from './evidence/evidence.js';

/** The number of layer names that fit below the axis. */
const MOST_NAMES = 20;

/**
 * One call of a layer: its measured signal, and the signal that theory expects with correctly
 * scaled weights.
 */
export interface DiagnosedLayer {
  name: string;
  kind: string;
  /** E z² of the pre-activations, or of the output if the layer has none. */
  secondMoment: number;
  /** Absent if theory does not reach the layer. */
  expected?: Band;
  /** Second moment of ∂⟨v, output⟩/∂z. */
  gradient?: number;
  expectedGradient?: Band;
  deadFraction?: number;
  saturatedFraction?: number;
}

/** Lists the measured and the expected signal of every call. */
export function diagnosedLayers({ trace, expectation }: Evidence): DiagnosedLayer[] {
  const { right } = expectation();
  return trace.layers.map((layer, i) => {
    const { preActivation: expected, gradient: expectedGradient } = right[i] ?? {};
    const { deadFraction, saturatedFraction, gradient } = layer;
    return {
      name: layer.name,
      kind: layer.kind,
      secondMoment: (layer.preActivation ?? layer.activation).secondMoment,
      ...(expected && { expected }),
      ...(gradient && { gradient: gradient.secondMoment }),
      ...(expectedGradient && { expectedGradient }),
      ...(deadFraction !== undefined && { deadFraction }),
      ...(saturatedFraction !== undefined && { saturatedFraction }),
    };
  });
}

/**
 * Draws the measured signal and gradient of each layer over the bands that correctly scaled weights
 * would give. A line marks the layer where a fault begins.
 */
export function layersFigure(layers: readonly DiagnosedLayer[], first: string | undefined): Figure {
  const forward = series(
    { name: 'forward, E z²', scheme: 'variant1' },
    layers,
    ({ secondMoment }) => secondMoment,
    ({ expected }) => expected,
  );
  const back = series(
    { name: 'backward, E gradient²', scheme: 'variant2' },
    layers,
    ({ gradient }) => gradient,
    (layer) => layer.expectedGradient,
  );
  const title = { title: 'Measured and expected signal by layer', quantity: 'second moment' };
  const drawn = withNames(varianceByLayer([forward, back], title), layers);
  const at = layers.findIndex(({ name }) => name === first);
  if (at < 0) return drawn;
  const { shapes = [], annotations = [] } = drawn.layout as { shapes?: object[]; annotations?: object[] };
  const place = { x0: at, x1: at, y0: 0, y1: 1, yref: 'paper' };
  const mark = { type: 'line', ...place, line: { dash: 'dot', width: 2, color: neutral.color } };
  const label = { x: at, y: 1, yref: 'paper', yanchor: 'bottom', text: `begins at ${first}`, showarrow: false };
  return { ...drawn, layout: { ...drawn.layout, shapes: [...shapes, mark], annotations: [...annotations, label] } };
}

/** Labels the layers with their names if there is room. */
function withNames(drawn: Figure, layers: readonly DiagnosedLayer[]): Figure {
  if (layers.length > MOST_NAMES) return drawn;
  const names = { tickvals: layers.map((_, i) => i), ticktext: layers.map(({ name }) => name), tickangle: -40 };
  const xaxis = { ...(drawn.layout.xaxis as object), ...names, title: { text: 'layer' } };
  return { ...drawn, layout: { ...drawn.layout, xaxis } };
}

function series(
  style: { name: string; scheme: string },
  layers: readonly DiagnosedLayer[],
  value: (layer: DiagnosedLayer) => number | undefined,
  band: (layer: DiagnosedLayer) => Band | undefined,
): LayerSeries {
  const bands = layers.map(band);
  const numbers = (of: 'secondMoment' | 'low' | 'high'): number[] =>
    bands.map((expected) => expected?.[of] ?? Number.NaN);
  const isKnown = bands.some((expected) => expected !== undefined);
  return {
    ...style,
    values: layers.map((layer) => value(layer) ?? Number.NaN),
    ...(isKnown && { theory: numbers('secondMoment'), band: { low: numbers('low'), high: numbers('high') } }),
  };
}
