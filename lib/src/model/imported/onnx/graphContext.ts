import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { tensor } from '#tfjs-core';
import { layers as tfl } from '#tfjs-layers';
import type { OnnxModel, OnnxNode } from '../../files/onnx/onnxModel.js';
import { ImportError, type ImportedWeight } from '../importedModel.js';
import { permuted } from '../permuted.js';
import { type Constant, channelsLastAxes, inverseOf, SAMPLES, type Signal, type Value } from './values.js';

type Layer = layers.Layer;

/** A tensor whose name a person gave, unlike `onnx::MatMul_42` and `17`. */
const WEIGHT_NAME = /^(?!onnx::)(.+)[./](?:weight|bias|kernel|gamma|beta|ReadVariableOp)(?::0)?$/;

/** State of an import: the values so far, and the names and weights of the layers made for them. */
export class GraphContext {
  readonly opset: number;
  readonly weights: ImportedWeight[] = [];
  /** Number of samples that the file was written for, if it has one. */
  readonly fixedSamples: number | undefined;
  readonly #values: Map<string, Value>;
  readonly #consumers = new Map<string, OnnxNode[]>();
  readonly #names = new Set<string>();
  readonly #handled = new Set<OnnxNode>();
  readonly #outputs: ReadonlySet<string>;

  constructor({ opset, graph }: OnnxModel, values: Map<string, Value>, fixedSamples: number | undefined) {
    this.opset = opset;
    this.fixedSamples = fixedSamples;
    this.#values = values;
    this.#outputs = new Set(graph?.outputs.map(({ name }) => name));
    for (const node of graph?.nodes ?? [])
      for (const input of node.inputs) this.#consumers.set(input, [...(this.#consumers.get(input) ?? []), node]);
  }

  /** Returns the value of a node's input, undefined if the input is left out. */
  optional(node: OnnxNode, index: number): Value | undefined {
    const name = node.inputs[index];
    if (name === undefined || name === '') return undefined;
    const value = this.#values.get(name);
    if (value === undefined) throw new ImportError(`${describeNode(node)} takes "${name}", which nothing gives.`);
    return value;
  }

  value(node: OnnxNode, index: number): Value {
    const value = this.optional(node, index);
    if (value === undefined) throw new ImportError(`${describeNode(node)} has no input ${index + 1}.`);
    return value;
  }

  constant(node: OnnxNode, index: number): Constant {
    const value = this.value(node, index);
    if (value.kind === 'constant') return value;
    throw new ImportError(
      `input ${index + 1} of ${describeNode(node)} is computed from the data; only constants are known there.`,
    );
  }

  /** Returns whole numbers, such as a shape. */
  integers(node: OnnxNode, index: number): number[] {
    return Array.from(this.constant(node, index).data);
  }

  signal(node: OnnxNode, index = 0): Signal {
    const value = this.value(node, index);
    if (value.kind === 'signal') return value;
    throw new ImportError(`input ${index + 1} of ${describeNode(node)} is a constant, and not computed from the data.`);
  }

  /** Returns a signal whose axes are in the order of the file. */
  inFileOrder(signal: Signal, name: string): Signal {
    if (signal.layout === 'file') return signal;
    if (signal.layout === 'timeFirst')
      throw new ImportError(`it needs the values before "${name}" with time before the samples, which is not known.`);
    const rank = signal.symbol.rank;
    const sizes = signal.symbol.shape.slice(1, -1);
    if (sizes.every((n) => n === 1)) {
      const shape = [signal.symbol.shape[rank - 1] as number, ...(sizes as number[])];
      return this.plain(tfl.reshape({ targetShape: shape, name: this.unused(`${name}.channelsFirst`) }), signal);
    }
    const dims = inverseOf(channelsLastAxes(rank)).slice(1);
    return this.plain(tfl.permute({ dims, name: this.unused(`${name}.channelsFirst`) }), signal);
  }

  inChannelsLast(signal: Signal, name: string): Signal {
    if (signal.layout === 'channelsLast') return signal;
    if (signal.layout === 'timeFirst') return this.inFileOrder(signal, name);
    const dims = channelsLastAxes(signal.symbol.rank).slice(1);
    const { symbol } = this.plain(tfl.permute({ dims, name: this.unused(`${name}.channelsLast`) }), signal);
    return { kind: 'signal', symbol, layout: 'channelsLast' };
  }

  /** Applies a layer. The result keeps the order of the axes. */
  plain(layer: Layer, signal: Signal | readonly Signal[], layout?: Signal['layout']): Signal {
    const signals = Array.isArray(signal) ? (signal as Signal[]) : [signal as Signal];
    const symbols = signals.map(({ symbol }) => symbol);
    const result = layer.apply(symbols.length === 1 ? symbols[0] : symbols) as SymbolicTensor;
    const isPlain = layer.getClassName() === 'Permute' || layer.getClassName() === 'Reshape';
    return { kind: 'signal', symbol: result, layout: layout ?? (isPlain ? 'file' : signals[0].layout) };
  }

  /**
   * Applies a layer and gives it weights, in the order of the layer's own. `axes` is the order in
   * which the axes of the file's tensor become those of the weight.
   */
  weighted(
    layer: Layer,
    signal: Signal,
    sources: readonly { weight: string; value: Constant; axes?: readonly number[]; factor?: number }[],
  ): Signal {
    const result = this.plain(layer, signal);
    const tensors: Tensor[] = sources.map(({ value, axes = value.shape.map((_, i) => i), factor = 1 }, i) => {
      const { shape } = layer.weights[i];
      const data = Float32Array.from(permuted(value.data, value.shape, axes), (x) => factor * x);
      return tensor(data, shape as number[], 'float32');
    });
    layer.setWeights(tensors);
    for (const one of tensors) one.dispose();
    for (const [index, { weight, value, axes = value.shape.map((_, i) => i), factor = 1 }] of sources.entries()) {
      if (value.source === undefined || factor !== 1) continue;
      const order = axes.map((axis) => value.source?.axes[axis] as number);
      this.weights.push({
        layer: layer.name,
        index,
        weight,
        tensor: value.source.tensor,
        shape: axes.map((axis) => value.shape[axis]),
        axes: inverseOf(order),
      });
    }
    return result;
  }

  setValue(node: OnnxNode, value: Value, index = 0): void {
    const name = node.outputs[index];
    if (name !== undefined && name !== '') this.#values.set(name, value);
  }

  /** Returns the only node that takes the output of a node, if it is of this type. */
  onlyConsumer(node: OnnxNode, type: string): OnnxNode | undefined {
    const output = node.outputs[0];
    const consumers = this.#consumers.get(output) ?? [];
    return consumers.length === 1 && !this.#outputs.has(output) && consumers[0].type === type
      ? consumers[0]
      : undefined;
  }

  consumersOf(name: string): readonly OnnxNode[] {
    return this.#consumers.get(name) ?? [];
  }

  /** Sets the value of a node whose work another layer does. */
  setHandled(node: OnnxNode, value: Value): void {
    this.setValue(node, value);
    this.#handled.add(node);
  }

  isHandled(node: OnnxNode): boolean {
    return this.#handled.has(node);
  }

  /** Returns the constant behind a name, without asking that it exists. */
  known(name: string): Value | undefined {
    return this.#values.get(name);
  }

  /**
   * Names a layer as the program that wrote the file does: by the name of its weights, if they have
   * one that a person gave, and by the name of the node otherwise.
   */
  nameFor(node: OnnxNode, ...constants: (Constant | undefined)[]): string {
    const tensors = constants.flatMap((constant) => constant?.source?.tensor ?? []);
    const named = tensors.flatMap((tensor) => WEIGHT_NAME.exec(tensor)?.[1] ?? []);
    // Two layers share a name if they share a tensor, as equal norms do. Then the node tells them
    // apart.
    const scope = named.length > 0 ? (/^\/(.+)\/[^/]+$/.exec(node.name)?.[1] ?? []) : [];
    const wanted = [named.slice(0, 1), scope].flat();
    const free = wanted.find((name) => !this.#names.has(tfjsName(name)));
    return this.unused(free ?? wanted[0] ?? (node.name || node.type.toLowerCase()));
  }

  /** Makes a name that tfjs allows and that no layer has yet. A slash would mean a nested model. */
  unused(wanted: string): string {
    const base = tfjsName(wanted);
    let name = base;
    for (let i = 2; this.#names.has(name); i++) name = `${base}_${i}`;
    this.#names.add(name);
    return name;
  }

  /** Returns the shape of a signal as the file counts its axes. */
  shapeOf({ symbol, layout }: Signal): number[] {
    const shape = symbol.shape.map((n, axis) => (axis === 0 ? SAMPLES : (n ?? SAMPLES)));
    if (layout === 'channelsLast') return inverseOf(channelsLastAxes(shape.length)).map((axis) => shape[axis]);
    if (layout === 'timeFirst') return [shape[1], shape[0], ...shape.slice(2)];
    return shape;
  }
}

/** Replaces what tfjs does not allow in a name, and the slash, which would mean a nested model. */
function tfjsName(wanted: string): string {
  const plain = wanted
    .replace(/^\/+/, '')
    .replaceAll(/[/:]+/g, '.')
    .replaceAll(/[^\w.-]/g, '_');
  return plain.replace(/^[^A-Za-z0-9.]+/, '') || 'layer';
}

/** Names a node in messages. */
export function describeNode({ name, type }: OnnxNode): string {
  return name === '' ? `a node of type ${type}` : `the node "${name}" of type ${type}`;
}

/** Returns one whole number of an attribute. */
export function integerOf(node: OnnxNode, name: string, standard: number): number {
  return node.attributes.get(name)?.integers[0] ?? standard;
}

export function floatOf(node: OnnxNode, name: string, standard: number): number {
  return node.attributes.get(name)?.floats[0] ?? standard;
}

export function integersOf(node: OnnxNode, name: string): number[] | undefined {
  const numbers = node.attributes.get(name)?.integers;
  return numbers !== undefined && numbers.length > 0 ? numbers : undefined;
}

export function textOf(node: OnnxNode, name: string): string | undefined {
  return node.attributes.get(name)?.texts[0];
}
