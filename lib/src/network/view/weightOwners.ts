import type { LayersModel, LayerVariable, layers } from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;

/** What a layer with weights does, as far as initialization goes. `'other'` is a layer that this library does not know. */
export type ModelLayerKind =
  | 'dense'
  | 'conv'
  | 'depthwise'
  | 'separable'
  | 'convTranspose'
  | 'embedding'
  | 'rnn'
  | 'lstm'
  | 'gru'
  | 'norm'
  | 'prelu'
  | 'other';

/** Layers whose units are Σwx + b. */
export const linearKinds: readonly ModelLayerKind[] = ['dense', 'conv', 'depthwise', 'separable', 'convTranspose'];

/** A layer that has weights itself: a cell of an RNN, the layer within a wrapper. */
export interface WeightOwner {
  name: string;
  kind: ModelLayerKind;
  layer: Layer;
  /** By their names: `kernel`, `recurrent`, `depthwise`, `pointwise`, `embeddings`, `bias`, `gamma`, `beta`, `movingMean` … */
  weights: Readonly<Record<string, LayerVariable>>;
}

const kinds: Record<string, ModelLayerKind> = {
  Dense: 'dense',
  Conv1D: 'conv',
  Conv2D: 'conv',
  Conv3D: 'conv',
  DepthwiseConv2D: 'depthwise',
  SeparableConv2D: 'separable',
  Conv2DTranspose: 'convTranspose',
  Conv3DTranspose: 'convTranspose',
  Embedding: 'embedding',
  SimpleRNNCell: 'rnn',
  LSTMCell: 'lstm',
  ConvLSTM2DCell: 'lstm',
  GRUCell: 'gru',
  BatchNormalization: 'norm',
  LayerNormalization: 'norm',
  PReLU: 'prelu',
};

/** The parts of RNNs and wrappers that hold their weights. */
interface Parts {
  layer?: Layer;
  layers?: Layer[];
  forwardLayer?: Layer;
  backwardLayer?: Layer;
  cell?: Layer;
  cells?: Layer[];
}

/** The layers that have the weights of a layer: itself, or what it wraps; none for a layer without weights. */
export function weightOwners(layer: Layer, name: string): WeightOwner[] {
  const { layer: wrapped, layers: nested, forwardLayer, backwardLayer, cell, cells } = layer as Layer & Parts;
  const each = (list: readonly Layer[]): WeightOwner[] =>
    list.flatMap((part, i) => weightOwners(part, `${name}/${part.name ?? i}`));
  if (forwardLayer && backwardLayer)
    return [...weightOwners(forwardLayer, `${name}/forward`), ...weightOwners(backwardLayer, `${name}/backward`)];
  if (cells) return each(cells);
  if (cell) return weightOwners(cell, name);
  if (wrapped) return weightOwners(wrapped, name);
  if (nested && (layer as Partial<LayersModel>).inputLayers) return each(nested);
  const weights = byName(layer.weights);
  if (Object.keys(weights).length === 0) return [];
  return [{ name, kind: kinds[layer.getClassName()] ?? 'other', layer, weights }];
}

/** `dense_1/recurrent_kernel` is `recurrent`; a second weight of one name gets a number. */
function byName(weights: readonly LayerVariable[]): Record<string, LayerVariable> {
  const named: Record<string, LayerVariable> = {};
  for (const weight of weights) {
    const last = weight.originalName.split('/').at(-1) as string;
    const name = last.replace(/(?<=.)_kernel$/, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const taken = Object.keys(named).filter((key) => key.replace(/\d+$/, '') === name).length;
    named[taken === 0 ? name : `${name}${taken + 1}`] = weight;
  }
  return named;
}

/** The names of the weights that a layer multiplies its input by: what an initializer alone is for. */
export function matrixNames({ kind, weights }: WeightOwner): string[] {
  if (kind === 'norm' || kind === 'prelu') return [];
  const known = ['kernel', 'depthwise', 'pointwise', 'embeddings', 'recurrent'];
  return Object.keys(weights).filter((name) =>
    kind === 'other' ? weights[name].shape.length > 1 : known.includes(name),
  );
}

/** The one matrix that a layer's output is proportional to, biases apart; none for a recurrent layer, or one with several of its own. */
export function outputMatrix(owner: WeightOwner): LayerVariable | undefined {
  if (owner.weights.recurrent) return undefined;
  const names = matrixNames(owner);
  const name = owner.kind === 'separable' ? 'pointwise' : names[0];
  return owner.kind === 'separable' || names.length === 1 ? owner.weights[name] : undefined;
}
