import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe } from '../../foundation/argument.js';
import { type LayerFacts, layerFacts, layerKind } from './layerFacts.js';

type Layer = layers.Layer;
type Node = Layer['inboundNodes'][number];

/** One call of a layer in a model, with the facts of the layer. */
export interface LayerCall extends LayerFacts {
  /**
   * The layer's name; `outer/inner` for a layer of a nested model, `name/1`, `name/2` … for the
   * second, third … call of a shared layer.
   */
  name: string;
  layer: Layer;
  /** Index of this call among the layer's inbound nodes. */
  nodeIndex: number;
  /** Indices of the calls whose outputs it takes. */
  inputs: number[];
  /**
   * Index of the output that it takes from each of `inputs`: 0 except for layers with several
   * outputs, such as an RNN that returns its state.
   */
  outputIndices: number[];
}

/** One output of one call. */
export interface CallOutput {
  call: number;
  output: number;
}

/**
 * A model's calls in an order in which they can run, and the calls that give the model's inputs and
 * outputs.
 */
export interface ModelGraph {
  calls: LayerCall[];
  inputs: CallOutput[];
  outputs: CallOutput[];
}

/**
 * Lists the layer calls of a model in an order in which they can run: its input layers first, then
 * branch by branch in the order in which a merging layer lists them. Nested models are flattened,
 * without their input layers. A shared layer appears once for each call; a wrapper (Bidirectional,
 * TimeDistributed) or an RNN is one call.
 *
 * @throws TypeError if `model` isn't a model or has no layers
 */
export function modelGraph(model: LayersModel): ModelGraph {
  if (!isModel(model))
    throw new TypeError(
      `model is ${describe(model)}; it must be a LayersModel of TensorFlow.js, for example tf.sequential({ layers })`,
    );
  if (model.outputs.length === 0)
    throw new TypeError(`model ${describe(model.name)} has no layers; add at least one first`);
  const calls: LayerCall[] = [];
  const facts = new Map<Layer, LayerFacts>();
  const nameOf = callNames(model);

  /**
   * Visits a node and returns its outputs. `known` holds the outputs of nodes already visited in
   * the same model.
   */
  const visit = (node: Node, known: Map<Node, CallOutput[]>): CallOutput[] => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const { outboundLayer: layer, inputTensors } = node;
    const inputs = layerKind(layer).operation === 'input' ? [] : inputTensors.map((tensor) => follow(tensor, known));
    const outputs = isModel(layer) ? enter(layer, inputs) : add(node, inputs);
    known.set(node, outputs);
    return outputs;
  };

  const follow = (tensor: SymbolicTensor, known: Map<Node, CallOutput[]>): CallOutput =>
    visit(nodeOf(tensor), known)[tensor.tensorIndex];

  const enter = (inner: LayersModel, inputs: CallOutput[]): CallOutput[] => {
    const known = new Map(inner.inputs.map((tensor, i) => [nodeOf(tensor), [inputs[i]]]));
    return inner.outputs.map((tensor) => follow(tensor, known));
  };

  const add = ({ outboundLayer: layer, outputTensors, id }: Node, inputs: CallOutput[]): CallOutput[] => {
    const name = nameOf(layer);
    const known = facts.get(layer) ?? layerFacts(layer, name);
    facts.set(layer, known);
    const call = calls.push({
      ...known,
      name,
      layer,
      nodeIndex: layer.inboundNodes.findIndex((node) => node.id === id),
      inputs: inputs.map((from) => from.call),
      outputIndices: inputs.map((from) => from.output),
    });
    return outputTensors.map((_, output) => ({ call: call - 1, output }));
  };

  const known = new Map<Node, CallOutput[]>();
  const inputs = model.inputs.map((tensor) => follow(tensor, known));
  const outputs = model.outputs.map((tensor) => follow(tensor, known));
  return { calls, inputs, outputs };
}

/** Duck-typed: `instanceof` fails when two copies of tfjs-layers are loaded. */
function isModel(layer: unknown): layer is LayersModel {
  return layer !== null && typeof layer === 'object' && 'containerNodes' in layer;
}

function nodeOf({ sourceLayer, nodeIndex }: SymbolicTensor): Node {
  return sourceLayer.inboundNodes[nodeIndex];
}

/** Makes a function that names the calls of a layer, one after another. */
function callNames(model: LayersModel): (layer: Layer) => string {
  const paths = new Map<Layer, string>();
  const walk = (container: LayersModel, prefix: string): void => {
    for (const layer of container.layers) {
      const path = `${prefix}${layer.name}`;
      if (isModel(layer)) walk(layer, `${path}/`);
      else if (!paths.has(layer)) paths.set(layer, path);
    }
  };
  walk(model, '');
  const counts = new Map<Layer, number>();
  return (layer) => {
    const count = counts.get(layer) ?? 0;
    counts.set(layer, count + 1);
    const path = paths.get(layer) ?? layer.name;
    return count === 0 ? path : `${path}/${count}`;
  };
}
