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

/** One weight tensor, or a layer of which none was touched. */
export interface InitRow {
  layer: string;
  weight?: string;
  /** As in the model. */
  shape?: readonly number[];
  /** The activation that counts for the layer. */
  activation?: string;
  initializer?: string;
  /** Of one gate, for an LSTM or a GRU. */
  fanIn?: number;
  /** Standard deviation of what was written. */
  std?: number;
  /** What is particular, or why the layer was left as it is. */
  note?: string;
}

/** What is to be written to a layer, and what to say of it. */
export interface LayerDraw {
  rows: InitRow[];
  write(): void;
}

/** Names that a rule may always give, as most layers have no use for all. */
const common = [
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

/** Draws a layer's weights by a rule; nothing is written yet. */
export function drawLayer(layer: ModelLayer, rule: LayerRule, stream: Random): LayerDraw {
  const initializers = chosen(layer, rule);
  const names = Object.keys(layer.weights).filter((name) => initializers[name] !== undefined);
  if (names.length === 0) return leftLayer(layer, 'the rule gives nothing for it');
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

export function leftLayer({ name }: ModelLayer, why: string): LayerDraw {
  return { rows: [{ layer: name, note: `left as it is: ${why}` }], write: () => {} };
}

/** What the rule says, by the names of the layer's weights. */
export function chosen(layer: ModelLayer, rule: LayerRule): Readonly<Record<string, Initializer | undefined>> {
  const where = `the rule for layer ${describe(layer.name)}`;
  const choice = located(where, () => rule(layer)) ?? {};
  if (typeof choice === 'function') return Object.fromEntries(matrixNames(layer).map((name) => [name, choice]));
  if (typeof choice !== 'object')
    throw new TypeError(
      `${where} gives ${describe(choice)}; it must give an initializer, a record of them, or undefined`,
    );
  for (const [name, initializer] of Object.entries(choice)) {
    oneOf(name, [...Object.keys(layer.weights), ...common], `${where}: weight`);
    if (initializer !== undefined && typeof initializer !== 'function')
      throw new TypeError(
        `${where}: ${name} is ${describe(initializer)}; it must be an initializer, as heNormal() gives`,
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
