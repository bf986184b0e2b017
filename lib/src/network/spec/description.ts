import {
  type Activation,
  type ActivationDescription,
  activation,
  describeActivation,
} from '../../activation/activation.js';
import type { Initializer, InitializerDescription } from '../../init/initializer.js';
import { initializerOf } from '../../init/initializerOf.js';
import type { LayerSpec } from './layerSpec.js';

/** A layer as plain data, with descriptions instead of functions. */
export interface LayerDescription {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly activation?: ActivationDescription;
  readonly init?: InitializerDescription;
  readonly bias?: InitializerDescription;
  readonly branch?: readonly LayerDescription[];
  readonly shortcut?: readonly LayerDescription[];
}

/**
 * Describes layers as plain data. Returns undefined if one of their functions is the user's own,
 * which has no description.
 */
export function describeLayers(layers: readonly LayerSpec[]): LayerDescription[] | undefined {
  const described = layers.flatMap((layer) => describeLayer(layer) ?? []);
  return described.length === layers.length ? described : undefined;
}

function describeLayer(layer: LayerSpec): LayerDescription | undefined {
  if (layer.type === 'residual') {
    const { branch, shortcut, ...spec } = layer;
    const parts = { branch: describeLayers(branch), ...(shortcut && { shortcut: describeLayers(shortcut) }) };
    return complete({ spec, ...parts });
  }
  const { activation: phi, init, bias, ...spec } = layer as LayerSpec & Functions;
  return complete({
    spec,
    ...(phi !== undefined && {
      activation: typeof phi === 'string' ? { name: phi, parameters: {} } : describeActivation(phi),
    }),
    ...(init && { init: init.description }),
    ...(bias && { bias: bias.description }),
  });
}

interface Functions {
  activation?: Activation | ActivationDescription['name'];
  init?: Initializer;
  bias?: Initializer;
}

/** Returns the description if every part could be described, or else undefined. */
function complete(
  parts: { [K in keyof LayerDescription]: LayerDescription[K] | undefined },
): LayerDescription | undefined {
  return Object.values(parts).includes(undefined) ? undefined : (parts as LayerDescription);
}

/** Makes layers from their descriptions. */
export function layersFrom(descriptions: readonly LayerDescription[]): LayerSpec[] {
  return descriptions.map(({ spec, activation: phi, init, bias, branch, shortcut }) => {
    const functions = {
      ...(phi && { activation: activation(phi.name, phi.parameters) }),
      ...(init && { init: initializerOf(init) }),
      ...(bias && { bias: initializerOf(bias) }),
      ...(branch && { branch: layersFrom(branch) }),
      ...(shortcut && { shortcut: layersFrom(shortcut) }),
    };
    return { ...spec, ...functions } as unknown as LayerSpec;
  });
}
