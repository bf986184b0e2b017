import { type Figure, figure } from './figure.js';
import type { Histogram } from './histogram.js';
import { traceArgument } from './plotArgument.js';
import { neutral, styleOf } from './schemes.js';
import type { Trace } from './traces.js';

/** The part of a trace that {@link activationHistograms} draws. */
export interface HistogramLayers {
  readonly layers: readonly {
    readonly name: string;
    readonly inputs: readonly string[];
    readonly activationFunction?: string;
    readonly activation: Histograms;
    readonly preActivation?: Histograms;
  }[];
}

interface Histograms {
  readonly histogram?: Histogram;
  readonly magnitudes?: Histogram;
}

type Signal = 'activation' | 'preActivation';

/** Number of hills that fit into a figure of 420 pixels. */
const MAX_HILLS = 12;

/** Height of a hill, as a share of the distance to the hill above. */
const HILL_HEIGHT = 0.9;

/**
 * Draws the distribution of the activations (or pre-activations) of each layer as hills, from the
 * input at the top to the last layer. The height is the square root of the density, scaled to a
 * maximum of 1 in each layer, because the zeros of a ReLU would tower over everything else. If
 * there are more than 12 layers, 12 of them are drawn, including the first and the last.
 *
 * If a signal vanishes or explodes, a linear axis shows a single hill and spikes. The log axis
 * shows the sizes
 * |a| of the nonzero values over any number of decades.
 *
 * @param trace what `trace` returns
 * @param options.signal 'activation' (default) or 'preActivation'
 * @param options.axis 'linear' (default) or 'log'
 * @throws TypeError if the argument is no trace
 * @throws RangeError if no layer has finite values of this signal (on a log axis: finite and
 *   nonzero)
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { trace, useBackend } from 'initlab';
 * import { activationHistograms, show } from 'initlab/plot';
 * await useBackend('auto');
 * const model = tf.sequential();
 * model.add(tf.layers.dense({ inputShape: [2], units: 64, activation: 'tanh' }));
 * show(activationHistograms(trace(model, { x: [[0, 1], [1, 0], [1, 1]] })));
 * ```
 */
export function activationHistograms(
  trace: HistogramLayers,
  options: { signal?: Signal; axis?: 'linear' | 'log'; title?: string } = {},
): Figure {
  traceArgument(trace, 'activationHistograms');
  const { signal = 'activation', axis = 'linear' } = options;
  if (axis !== 'linear' && axis !== 'log') throw new RangeError(`axis is '${axis}'; it must be 'linear' or 'log'`);
  const hills = pickEvenly(drawnLayers(trace, signal, axis), MAX_HILLS);
  if (hills.length === 0)
    throw new RangeError(`no layer of the trace has finite values of its ${signal}${axis === 'log' ? ' but 0' : ''}`);
  const places = hills.map((_, i) => 0 - i);
  const [kind, letter] = signal === 'activation' ? ['activation', 'a'] : ['pre-activation', 'z'];
  return figure({
    title: options.title ?? `Spread of the ${kind}s by layer`,
    x: axis === 'linear' ? { title: `${kind} ${letter}` } : { title: `size |${letter}|, zeros left out`, type: 'log' },
    y: {
      title: 'layer; height: √(density / largest)',
      standoff: 8,
      tickvals: places,
      ticktext: hills.map(({ name }) => name),
      showgrid: false,
      zeroline: false,
    },
    data: hills.flatMap(({ name, histogram }, i) => hill(name, histogram, places[i], axis)),
  });
}

interface Hill {
  name: string;
  histogram: Histogram;
}

/** Chooses the inputs and the layers with an activation function, or all layers if none has one. */
function drawnLayers({ layers }: HistogramLayers, signal: Signal, axis: 'linear' | 'log'): Hill[] {
  const applies = (layer: HistogramLayers['layers'][number]): boolean =>
    layer.activationFunction !== undefined || layer.inputs.length === 0;
  const chosen = layers.some(({ activationFunction }) => activationFunction) ? layers.filter(applies) : layers;
  return chosen.flatMap((layer) => {
    const histogram = layer[signal]?.[axis === 'linear' ? 'histogram' : 'magnitudes'];
    return histogram ? [{ name: layer.name, histogram }] : [];
  });
}

function pickEvenly<T>(list: readonly T[], maxCount: number): T[] {
  if (list.length <= maxCount) return [...list];
  return Array.from({ length: maxCount }, (_, i) => list[Math.round((i * (list.length - 1)) / (maxCount - 1))]);
}

/**
 * Draws a ground line and an outline above it, with the area between filled. Each bin is a step.
 */
function hill(name: string, { centers, density, width }: Histogram, ground: number, axis: 'linear' | 'log'): Trace[] {
  const largest = density.reduce((most, value) => Math.max(most, value), 0);
  const rounded = (value: number): number => Number(value.toPrecision(7));
  const onAxis = (edge: number): number => rounded(axis === 'linear' ? edge : 10 ** edge);
  const edges = [...centers.map((center) => center - width / 2), centers[centers.length - 1] + width / 2].map(onAxis);
  const heights = density.map((value) => rounded(ground + HILL_HEIGHT * Math.sqrt(value / largest)));
  const { color } = styleOf('variant1');
  const shared = { type: 'scatter', mode: 'lines', showlegend: false, x: edges };
  return [
    {
      ...shared,
      name: `${name}, ground`,
      y: edges.map(() => ground),
      line: { color: neutral.color, width: 0.5 },
      hoverinfo: 'skip',
    },
    {
      ...shared,
      name,
      y: [...heights, ground],
      line: { color, width: 1, shape: 'hv' },
      fill: 'tonexty',
      fillcolor: `${color}33`,
      hovertemplate: `${name}<br>from %{x:.3g}<extra></extra>`,
    },
  ];
}
