import { describe, located, oneOf } from '../../foundation/argument.js';
import { fans } from '../../init/fans.js';
import type { Initializer } from '../../init/initializer.js';
import { matrixNames } from '../../network/view/layerFacts.js';
import type { ModelLayer } from '../../network/view/modelView.js';
import type { Random } from '../../random/random.js';
import { sampleMoments } from '../../signal/sample.js';
import type { LayerRule } from '../layerRule.js';
import { draw } from './draw.js';
import { initializerText } from './initializerText.js';
import { writeValues } from './variables.js';
import { fanOptions, gateShape } from './weightFans.js';

/** The result for one weight tensor, or for a layer that was left unchanged. */
export interface InitRow {
  layer: string;
  weight?: string;
  /** Shape in the model. */
  shape?: readonly number[];
  /** Activation that decides the layer's gain. */
  activation?: string;
  initializer?: string;
  /** Fan-in; for an LSTM or a GRU, the fan-in of one gate. */
  fanIn?: number;
  /** Standard deviation of the values written. */
  std?: number;
  /** A remark, or the reason why the layer was left unchanged. */
  note?: string;
}

/** Values to write to a layer, and the rows that report them. */
export interface LayerDraw {
  rows: InitRow[];
  write(): void;
}

/** Names that a rule may always return, even for a layer that lacks such a weight. */
const COMMON_WEIGHT_NAMES = [
  'kernel',
  'bias',
  'recurrent',
  'depthwise',
  'pointwise',
  'embeddings',
  'gamma',
  'beta',
  'movingMean',
  'movingVariance',
  'alpha',
];

/** Draws a layer's weights by a rule without writing them. */
export function drawLayer(layer: ModelLayer, rule: LayerRule, stream: Random): LayerDraw {
  const initializers = chooseInitializers(layer, rule);
  const names = Object.keys(layer.weights).filter((name) => initializers[name] !== undefined);
  if (names.length === 0) return skipLayer(layer, 'the rule returns no initializer for it');
  const drawn = names.map((name) => {
    const initializer = initializers[name] as Initializer;
    const values = draw(layer, name, initializer, stream.split(Object.keys(layer.weights).indexOf(name)));
    return { name, initializer, values };
  });
  return {
    rows: drawn.map(({ name, initializer, values }) => row(layer, name, initializer, values)),
    write: () => {
      for (const { name, values } of drawn) writeValues(layer.weights[name], values);
    },
  };
}

export function skipLayer({ name }: ModelLayer, why: string): LayerDraw {
  return { rows: [{ layer: name, note: `left unchanged: ${why}` }], write: () => {} };
}

/** Asks the rule for a layer's initializers, keyed by the names of its weights. */
export function chooseInitializers(
  layer: ModelLayer,
  rule: LayerRule,
): Readonly<Record<string, Initializer | undefined>> {
  const where = `the rule for layer ${describe(layer.name)}`;
  const choice = located(where, () => rule(layer)) ?? {};
  if (typeof choice === 'function') return Object.fromEntries(matrixNames(layer).map((name) => [name, choice]));
  if (typeof choice !== 'object')
    throw new TypeError(
      `${where} returns ${describe(choice)}; it must return an initializer, a record of initializers, or undefined`,
    );
  for (const [name, initializer] of Object.entries(choice)) {
    oneOf(name, [...Object.keys(layer.weights), ...COMMON_WEIGHT_NAMES], `${where}: weight`);
    if (initializer !== undefined && typeof initializer !== 'function')
      throw new TypeError(
        `${where}: ${name} is ${describe(initializer)}; it must be an initializer, for example heNormal()`,
      );
  }
  return choice;
}

function row(layer: ModelLayer, weight: string, initializer: Initializer, values: Float32Array): InitRow {
  const options = fanOptions(layer, weight);
  return {
    layer: layer.name,
    weight,
    shape: layer.weights[weight].shape as number[],
    ...(options && { activation: layer.activation.name }),
    initializer: initializerText(initializer),
    ...(options && { fanIn: fans(gateShape(layer, weight), options).fanIn }),
    std: Math.sqrt(sampleMoments(values).variance),
    ...(layer.callCount > 1 && { note: `shared: called ${layer.callCount} times, set once` }),
  };
}
