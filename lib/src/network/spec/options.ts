import type { Activation, ActivationName } from '../../activation/activation.js';
import { describe, perLayer } from '../../foundation/argument.js';
import type { Initializer } from '../../init/initializer.js';
import type { LayerSpec } from './layerSpec.js';
import { checkWidths } from './widths.js';

/** Options for a net of dense layers without biases. */
export interface NetworkOptions {
  /** Widths: [inputs, units of layer 1, …, units of layer L]. */
  widths: readonly number[];
  /** A name, an activation, or a list of them, one for each of the L layers. */
  activation: ActivationName | Activation | readonly (ActivationName | Activation)[];
  /** An initializer, or a list of them, one for each of the L layers. */
  init: Initializer | readonly Initializer[];
}

/** Options for a net of any layers. */
export interface LayersOptions {
  layers: readonly LayerSpec[];
  /** Shape of one sample, without the batch: [features] or [height, width, channels]. */
  inputShape: readonly number[];
}

/** Lists the option names of the form that was used: `widths` or `layers`. */
export function netOptionNames(options: object): string[] {
  const isList = options !== null && typeof options === 'object' && 'layers' in options;
  return isList ? ['layers', 'inputShape'] : ['widths', 'activation', 'init'];
}

/** Converts either form to a list of layers. */
export function layersOf(options: NetworkOptions | LayersOptions): LayersOptions {
  return 'layers' in options ? { layers: options.layers, inputShape: options.inputShape } : denseLayers(options);
}

function denseLayers({ widths, activation, init }: NetworkOptions): LayersOptions {
  checkWidths(widths, 2);
  const count = widths.length - 1;
  const activations = perLayer(activation, count, 'activation');
  const initializers = perLayer(init, count, 'init');
  const layers = initializers.map((initializer, i): LayerSpec => {
    if (typeof initializer !== 'function') {
      throw new TypeError(`init is ${describe(initializer)}; it must be an initializer, for example heNormal()`);
    }
    return { type: 'dense', units: widths[i + 1], activation: activations[i], init: initializer };
  });
  return { layers, inputShape: [widths[0]] };
}
