import { describe } from '../foundation/argument.js';
import { ones, zeros } from '../init/constant.js';
import { heNormal } from '../init/he.js';
import type { Initializer } from '../init/initializer.js';
import { lecunNormal } from '../init/lecun.js';
import { normal } from '../init/normal.js';
import { deltaOrthogonal, orthogonal } from '../init/orthogonal.js';
import { xavierUniform } from '../init/xavier.js';
import type { ModelLayer } from '../network/view/modelView.js';
import { forgetBias } from './bias/forgetBias.js';
import { fanOptions } from './weights/weightFans.js';

/**
 * Chooses how a layer is initialized. The rule returns an initializer for the layer's weight
 * matrices, a record with an initializer for each weight
 * (`{ kernel, bias, recurrent, depthwise, pointwise, embeddings, gamma, beta, … }`), or undefined
 * to leave the layer unchanged. Weights missing from the record stay unchanged.
 */
export type LayerRule = (
  layer: ModelLayer,
) => Initializer | Readonly<Record<string, Initializer | undefined>> | undefined;

/**
 * Default rule of {@link initWeights}. It preserves the second moment of the signal in the forward
 * pass:
 *
 * | layer | weights |
 * |---|---|
 * | dense, convolution, transposed convolution | normal, variance gain²/fanIn, with the gain of the activation that follows; gain 1 for output layers, and before a sum or a softmax |
 * | depthwise | normal, variance gain²/fanIn, with the fan of one channel |
 * | separable | normal, gain 1 for the depthwise part, the activation's gain for the pointwise part |
 * | embedding | N(0, 1) |
 * | RNN, GRU, LSTM | for each gate: Xavier uniform; recurrent weights orthogonal (delta-orthogonal in a ConvLSTM) |
 * | normalization | γ 1, β 0, moving mean 0 and variance 1 |
 *
 * Biases are 0, except for the forget gate of an LSTM: its bias of 1 makes the cell remember at
 * first (Gers, Schmidhuber, Cummins 2000; Jozefowicz, Zaremba, Sutskever 2015). The slopes of a
 * PReLU, whose root mean square enters the gain, and layers that the library does not know stay
 * unchanged.
 *
 * @example
 * ```ts
 * import { defaultRule, type LayerRule, normal } from 'initlab';
 * const rule: LayerRule = (layer) => (layer.kind === 'embedding' ? normal({ std: 0.02 }) : defaultRule(layer));
 * ```
 */
export const defaultRule: LayerRule = (layer) => {
  if (typeof (layer as ModelLayer | undefined)?.kind !== 'string') {
    const advice = 'a layer as initWeights passes it to a rule: initWeights(model, { rule: defaultRule })';
    throw new TypeError(`layer is ${describe(layer)}; it must be ${advice}`);
  }
  const bias = zeros();
  switch (layer.kind) {
    case 'dense':
    case 'conv':
    case 'convTranspose':
      return { kernel: chooseForActivation(layer, 'kernel'), bias };
    case 'depthwise':
      return { depthwise: chooseForActivation(layer, 'depthwise'), bias };
    case 'separable':
      return {
        depthwise: lecunNormal(fanOptions(layer, 'depthwise')),
        pointwise: chooseForActivation(layer, 'pointwise'),
        bias,
      };
    case 'embedding':
      return { embeddings: normal() };
    case 'rnn':
    case 'gru':
    case 'lstm':
      return {
        kernel: xavierUniform(),
        recurrent: layer.weights.recurrent.shape.length === 2 ? orthogonal() : deltaOrthogonal(),
        bias: layer.kind === 'lstm' ? forgetBias : bias,
      };
    case 'norm':
      return { gamma: ones(), beta: zeros(), movingMean: zeros(), movingVariance: ones() };
    default:
      return undefined;
  }
};

function chooseForActivation(layer: ModelLayer, weight: string): Initializer {
  const { activation } = layer.activation;
  const options = fanOptions(layer, weight);
  if (layer.isOutput || activation === undefined || activation.name === 'linear') return lecunNormal(options);
  return activation.name === 'relu' ? heNormal(options) : lecunNormal({ ...options, activation });
}
