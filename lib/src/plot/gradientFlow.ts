import { type Figure, figure } from './figure.js';
import { onLogAxis } from './onLogAxis.js';
import { traceArgument } from './plotArgument.js';
import { markers, type Trace } from './traces.js';

type SecondMoment = { readonly secondMoment: number };

/** The part of a trace that {@link gradientFlow} draws. */
export interface GradientLayers {
  readonly layers: readonly {
    readonly name: string;
    readonly gradient?: SecondMoment;
    readonly lossGradient?: SecondMoment;
    readonly weights: readonly {
      readonly matrix?: object;
      readonly gradientSecondMoment?: number;
      readonly lossGradientSecondMoment?: number;
    }[];
  }[];
}

/**
 * Draws the second moment of the gradient per layer on a log axis: with respect to the
 * pre-activations z, and with respect to the kernels W. Read it from right to left, in the order in
 * which gradients are computed. It is the gradient of the loss if the trace has targets, and of ⟨v,
 * output⟩ otherwise. A value that is 0, infinite or NaN leaves a gap.
 *
 * @param trace what `trace` returns
 * @throws TypeError if the argument is no trace
 * @throws RangeError if the trace has no gradients
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-layers';
 * import { trace, useBackend } from 'initlab';
 * import { gradientFlow, show } from 'initlab/plot';
 * await useBackend('auto');
 * const model = tf.sequential();
 * model.add(tf.layers.dense({ inputShape: [2], units: 64, activation: 'tanh' }));
 * model.add(tf.layers.dense({ units: 1 }));
 * show(gradientFlow(trace(model, { x: [[0, 1], [1, 0], [1, 1]], y: [1, 1, 0] })));
 * ```
 */
export function gradientFlow(trace: GradientLayers, options: { title?: string } = {}): Figure {
  traceArgument(trace, 'gradientFlow');
  const { layers } = trace;
  if (!layers.some(({ gradient }) => gradient))
    throw new RangeError('the trace has no gradients; trace with backward: true');
  const ofLoss = layers.some(({ lossGradient }) => lossGradient);
  const names = layers.map(({ name }) => name);
  const bySignal = layers.map((layer) => (ofLoss ? layer.lossGradient : layer.gradient)?.secondMoment ?? Number.NaN);
  const kernels = layers.flatMap(({ name, weights }) => {
    const kernel = weights.find(({ matrix }) => matrix);
    return kernel ? [{ name, moment: ofLoss ? kernel.lossGradientSecondMoment : kernel.gradientSecondMoment }] : [];
  });
  const byKernel = kernels.map(({ moment = Number.NaN }) => moment);
  return figure({
    title: options.title ?? 'Gradient by layer',
    x: { title: 'layer, from input to output', type: 'category' },
    y: { title: `E[gradient²] of ${ofLoss ? 'the loss' : '⟨v, output⟩'}`, type: 'log' },
    data: [
      joined('gradient with respect to z (pre-activations)', names, bySignal, 'variant1'),
      joined(
        'gradient with respect to W (kernels)',
        kernels.map(({ name }) => name),
        byKernel,
        'variant2',
      ),
    ],
  });
}

function joined(name: string, names: string[], values: number[], scheme: string): Trace {
  const points = markers(name, [], onLogAxis(values), scheme);
  const { color } = points.marker as { color: string };
  return { ...points, x: names, mode: 'lines+markers', line: { color, width: 1 } };
}
