import type { Activation, ActivationName } from '../../activation/activation.js';
import { describe, perLayer } from '../../foundation/argument.js';
import type { Initializer } from '../../init/initializer.js';
import type { LayerSpec } from './layerSpec.js';
import { checkWidths } from './widths.js';

/** A net of dense layers without biases. */
export interface NetworkOptions {
  /** Numbers of units: [inputs, units of layer 1, …, units of layer L]. */
  widths: readonly number[];
  /** A name, an activation, or a list of them, one for each of the L layers. */
  activation: ActivationName | Activation | readonly (ActivationName | Activation)[];
  /** An initializer, or a list of them, one for each of the L layers. */
  init: Initializer | readonly Initializer[];
}

/** A net of any layers. */
export interface LayersOptions {
  layers: readonly LayerSpec[];
  /** Of one sample, without the batch: [features] or [height, width, channels]. */
  inputShape: readonly number[];
}

/** The names of the options of either form. */
export function netOptionNames(options: object): string[] {
  const isList = options !== null && typeof options === 'object' && 'layers' in options;
  return isList ? ['layers', 'inputShape'] : ['widths', 'activation', 'init'];
}

/** Either form as the longer one. */
export function layersOf(options: NetworkOptions | LayersOptions): LayersOptions {
  return 'layers' in options ? { layers: options.layers, inputShape: options.inputShape } : denseLayers(options);
}

function denseLayers({ widths, activation, init }: NetworkOptions): LayersOptions {
  checkWidths(widths, 2);
  const count = widths.length - 1;
  const activations = perLayer(activation, count, 'activation');
  const initializers = perLayer(init, count, 'init');
  const layers = initializers.map((one, i): LayerSpec => {
    if (typeof one !== 'function') {
      throw new TypeError(`init is ${describe(one)}; it must be an initializer, as heNormal()`);
    }
    return { type: 'dense', units: widths[i + 1], activation: activations[i], init: one };
  });
  return { layers, inputShape: [widths[0]] };
}
