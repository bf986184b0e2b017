import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;

/**
 * Checks whether a layer, named as in a finding, lies at the place of a fault. The place is one of
 * the words for layers in README.md. A fault without a place, such as a learning rate, lies
 * everywhere.
 */
export function isAt(model: LayersModel, name: string, place: string | null): boolean {
  return place === null || namesAt(model, place).some((own) => name === own || name.startsWith(`${own}/`));
}

/**
 * Lists the names of the layers at a place. Layers without weights belong to the weights before
 * them.
 */
function namesAt(model: LayersModel, place: string): string[] {
  const groups = weightGroups(model);
  const names = (list: readonly Layer[]): string[] => list.map((layer) => layer.name);
  const hidden = groups.slice(0, -1);
  const [, number] = /^hidden-(\d+)$/.exec(place) ?? [];
  if (number !== undefined) return names(hidden[Number(number) - 1] ?? []);
  const all = model.layers;
  switch (place) {
    case 'input':
      return model.inputs.map(({ sourceLayer }) => sourceLayer.name);
    case 'output':
      return [...names(groups[groups.length - 1] ?? []), ...model.outputs.map(({ sourceLayer }) => sourceLayer.name)];
    case 'hidden':
      return names(hidden.flat());
    case 'recurrent':
      return names(all.filter((layer) => /rnn|lstm|gru|bidirectional/i.test(layer.getClassName())));
    case 'batch-normalization':
      return names(all.filter((layer) => layer.getClassName() === 'BatchNormalization'));
    case 'attention':
      return names(all.filter((layer) => /attention/i.test(`${layer.getClassName()} ${layer.name}`)));
    default:
      throw new RangeError(`${place} is not a place of a fault`);
  }
}

/**
 * Divides the layers into groups. Each group begins with a layer that has a weight matrix, and
 * contains the layers after it until the next one.
 */
function weightGroups(model: LayersModel): Layer[][] {
  const groups: Layer[][] = [];
  for (const layer of model.layers) {
    if (layer.weights.some(({ shape }) => shape.length > 1)) groups.push([layer]);
    else groups[groups.length - 1]?.push(layer);
  }
  return groups;
}
