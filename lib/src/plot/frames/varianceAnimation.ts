import type { Figure, Frame } from '../figure.js';
import type { Trace } from '../traces.js';
import { checkSeries, type LayerSeries, varianceByLayer } from '../varianceByLayer.js';

/** Largest number of frames, because more would be slow to watch and large to store. */
const MAX_FRAMES = 25;

/**
 * Animates the figure of {@link varianceByLayer}: frame by frame the measured values reach further
 * layers, while theory and bands stay. The figure itself shows the last frame, for readers without
 * the animation.
 *
 * @throws TypeError if the argument is not a list of series
 * @throws RangeError if no series has a positive finite value
 * @example
 * ```ts
 * import { varianceAnimation } from 'initlab/plot';
 * const { frames = [] } = varianceAnimation([{ name: 'gain 2', values: [1, 2.1, 3.9], theory: [1, 2, 4] }]);
 * frames.map((frame) => frame.name); // ['layer 0', 'layer 1', 'layer 2']
 * ```
 */
export function varianceAnimation(
  series: readonly LayerSeries[],
  options: { title?: string; quantity?: string } = {},
): Figure {
  checkSeries(series, 'varianceAnimation');
  const still = varianceByLayer(series, options);
  const moving = still.data.flatMap((trace, i) => (trace.mode === 'markers' ? [i] : []));
  const depth = Math.max(...series.map(({ values }) => values.length - 1));
  const { annotations: _, xaxis, yaxis, ...layout } = still.layout;
  const frames = frameLayers(depth).map((layer) => frame(still.data, moving, layer));
  return {
    ...still,
    // Fixed ranges, because otherwise the axes would move with the signal.
    layout: {
      ...layout,
      xaxis: { ...(xaxis as object), range: [-0.02 * depth, 1.02 * depth] },
      yaxis: { ...(yaxis as object), range: logRange(still.data) },
    },
    frames,
  };
}

/** Lists the layers of the frames: all layers, or evenly spaced layers including the last. */
function frameLayers(depth: number): number[] {
  const count = Math.min(depth, MAX_FRAMES);
  return Array.from({ length: count + 1 }, (_, i) => Math.round((i * depth) / Math.max(1, count)));
}

function frame(data: readonly Trace[], moving: readonly number[], layer: number): Frame {
  const reached = moving.map((i) => ({ y: (data[i].y as (number | null)[]).slice(0, layer + 1) }));
  return { name: `layer ${layer}`, data: reached, traces: [...moving] };
}

/** Computes the range of all values in decades, with a margin at both ends. */
function logRange(data: readonly Trace[]): [number, number] {
  const values = data.flatMap(({ y }) => y as (number | null)[]).filter((y): y is number => y !== null);
  if (values.length === 0) throw new RangeError('series has no positive finite value; there is nothing to draw');
  const [low, high] = [Math.min(...values), Math.max(...values)].map(Math.log10);
  const room = Math.max(0.1, 0.05 * (high - low));
  return [low - room, high + room];
}
