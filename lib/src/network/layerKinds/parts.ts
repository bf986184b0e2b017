import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;

/** A layer inside another layer. */
export interface LayerPart {
  /** Name that distinguishes it from the other parts; absent if there is only one. */
  name?: string;
  layer: Layer;
}

/** The fields in which wrappers, RNNs and models of tfjs keep their inner layers. */
interface Holder {
  layer?: Layer;
  forwardLayer?: Layer;
  backwardLayer?: Layer;
  cell?: Layer;
  cells?: Layer[];
}

export function wrappedLayer(layer: Layer): LayerPart[] {
  return [{ layer: (layer as Holder).layer as Layer }];
}

export function bothDirections(layer: Layer): LayerPart[] {
  const { forwardLayer, backwardLayer } = layer as Holder;
  return [
    { name: 'forward', layer: forwardLayer as Layer },
    { name: 'backward', layer: backwardLayer as Layer },
  ];
}

export function cellOf(layer: Layer): LayerPart[] {
  return [{ layer: (layer as Holder).cell as Layer }];
}

export function stackedCells(layer: Layer): LayerPart[] {
  return nameParts((layer as Holder).cells as Layer[]);
}

export function nestedLayers(layer: Layer): LayerPart[] {
  return nameParts((layer as unknown as LayersModel).layers);
}

/**
 * Finds the inner layers of an unknown class if it keeps them in the same fields as the classes of
 * tfjs.
 */
export function guessedParts(layer: Layer): LayerPart[] {
  const { layer: wrapped, forwardLayer, backwardLayer, cell, cells } = layer as Holder;
  if (forwardLayer && backwardLayer) return bothDirections(layer);
  if (cells) return stackedCells(layer);
  if (cell) return cellOf(layer);
  if (wrapped) return wrappedLayer(layer);
  return (layer as Partial<LayersModel>).inputLayers ? nestedLayers(layer) : [];
}

function nameParts(list: readonly Layer[]): LayerPart[] {
  return list.map((layer, i) => ({ name: layer.name ?? String(i), layer }));
}
