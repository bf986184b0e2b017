import { mean } from '../foundation/statistics.js';
import { type Figure, figure } from './figure.js';
import { traceArgument } from './plotArgument.js';
import { styleOf } from './schemes.js';
import { markers } from './traces.js';

/** The part of a trace that {@link deadUnits} draws. */
export interface UnitLayers {
  readonly layers: readonly {
    readonly name: string;
    readonly deadFraction?: number;
    readonly offSamples?: ArrayLike<number>;
    readonly saturatedFraction?: number;
  }[];
}

/**
 * Draws the units that pass no gradient, in percent per layer. Bars show the units that are dead on
 * the whole batch. Points show the mean share that is off in a sample, with the range from the
 * lowest to the highest sample. If the activation is bounded, further points show the saturated
 * share. It is normal that half of a ReLU layer is off, but dead units are a fault.
 *
 * @param trace what `trace` returns
 * @throws TypeError if the argument is no trace
 * @throws RangeError if no layer has an activation whose units can be off
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { trace, useBackend } from 'initlab';
 * import { deadUnits, show } from 'initlab/plot';
 * await useBackend('auto');
 * const model = tf.sequential();
 * model.add(tf.layers.dense({ inputShape: [2], units: 64, activation: 'relu' }));
 * show(deadUnits(trace(model, { x: [[0, 1], [1, 0], [1, 1]] })));
 * ```
 */
export function deadUnits(trace: UnitLayers, options: { title?: string } = {}): Figure {
  traceArgument(trace, 'deadUnits');
  const layers = trace.layers.filter(({ deadFraction, offSamples }) => deadFraction !== undefined && offSamples);
  if (layers.length === 0)
    throw new RangeError('no layer of the trace has an activation function whose units can be off');
  const x = layers.map(({ name }) => name);
  const dead = layers.map(({ deadFraction = 0 }) => percent(deadFraction));
  const off = layers.map(({ offSamples = [] }) => spread(Array.from(offSamples, percent)));
  const saturated = layers.map(({ saturatedFraction }) =>
    saturatedFraction === undefined ? null : percent(saturatedFraction),
  );
  const [{ color: dark }, { color: bright }] = [styleOf('variant2'), styleOf('variant1')];
  const range = {
    type: 'data',
    symmetric: false,
    array: off.map(({ mean, most }) => rounded(most - mean)),
    arrayminus: off.map(({ mean, least }) => rounded(mean - least)),
    color: bright,
    thickness: 1,
  };
  return figure({
    title: options.title ?? 'Units without gradient by layer',
    x: { title: 'layer, from input to output', type: 'category' },
    y: { title: 'share of the units, %', range: [0, 100] },
    data: [
      { type: 'bar', name: 'dead: off in every sample', x, y: dead, marker: { color: `${dark}73` } },
      {
        ...markers(
          'off in a sample: mean, fewest to most',
          [],
          off.map(({ mean }) => mean),
          'variant1',
        ),
        x,
        error_y: range,
        // Without this, a point at 0 or 100 % is cut off.
        cliponaxis: false,
      },
      ...(saturated.some((value) => value !== null) ? [{ ...markers('saturated', [], saturated, 'variant4'), x }] : []),
    ],
  });
}

function percent(share: number): number {
  return rounded(100 * share);
}

function rounded(value: number): number {
  return Number(value.toPrecision(7));
}

function spread(values: number[]): { mean: number; least: number; most: number } {
  return {
    mean: rounded(mean(values)),
    least: Math.min(...values),
    most: Math.max(...values),
  };
}
