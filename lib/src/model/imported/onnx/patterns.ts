import type { OnnxAttribute, OnnxGraph, OnnxNode } from '../../files/onnx/onnxModel.js';
import type { Constant } from './values.js';

/** Finds nodes by what they give, and numbers by their names. */
class Finder {
  readonly #producers = new Map<string, OnnxNode>();
  readonly #consumers = new Map<string, OnnxNode[]>();
  readonly #constantOf: (name: string) => Constant | undefined;

  constructor(nodes: readonly OnnxNode[], constantOf: (name: string) => Constant | undefined) {
    this.#constantOf = constantOf;
    for (const node of nodes) {
      for (const output of node.outputs) this.#producers.set(output, node);
      for (const input of node.inputs) this.#consumers.set(input, [...(this.#consumers.get(input) ?? []), node]);
    }
  }

  producer(name: string, type: string): OnnxNode | undefined {
    const node = this.#producers.get(name);
    return node?.type === type ? node : undefined;
  }

  /** Returns the only node that takes the output of another. */
  consumer(node: OnnxNode | undefined, type: string): OnnxNode | undefined {
    const consumers = node === undefined ? [] : (this.#consumers.get(node.outputs[0]) ?? []);
    return consumers.length === 1 && consumers[0].type === type ? consumers[0] : undefined;
  }

  /** Returns the input of a node that is not this number, or undefined if none is the number. */
  besides(node: OnnxNode | undefined, number: number): string | undefined {
    const [a, b] = node?.inputs ?? [];
    const isNumber = (name: string): boolean => {
      const data = this.#constantOf(name)?.data;
      return data?.length === 1 && Math.abs(data[0] - number) < 1e-5 * Math.abs(number);
    };
    if (b !== undefined && isNumber(b)) return a;
    return a !== undefined && b !== undefined && isNumber(a) ? b : undefined;
  }

  other(node: OnnxNode, name: string): string {
    return node.inputs[0] === name ? node.inputs[1] : node.inputs[0];
  }

  constant(name: string | undefined): Constant | undefined {
    return name === undefined ? undefined : this.#constantOf(name);
  }
}

/**
 * A pattern, found at one of its nodes: the node that replaces it, and the node that it ends with.
 */
interface Found {
  last: OnnxNode;
  replacement: OnnxNode;
}

/**
 * Replaces groups of nodes by the operator that they compute, because programs write GELU, SiLU,
 * Mish and, up to opset 16, layer normalization as their parts.
 */
export function withPatternsFused(graph: OnnxGraph, constantOf: (name: string) => Constant | undefined): OnnxNode[] {
  const finder = new Finder(graph.nodes, constantOf);
  const replacements = new Map<OnnxNode, OnnxNode>();
  for (const node of graph.nodes) {
    const found = gelu(node, finder) ?? gated(node, finder) ?? layerNormalization(node, finder);
    if (found) replacements.set(found.last, found.replacement);
  }
  return needed(
    graph.nodes.map((node) => replacements.get(node) ?? node),
    graph.outputs.map(({ name }) => name),
  );
}

/** Leaves out the nodes that no output needs. */
function needed(nodes: readonly OnnxNode[], outputs: readonly string[]): OnnxNode[] {
  const names = new Set(outputs);
  const kept: OnnxNode[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((output) => names.has(output))) continue;
    for (const input of node.inputs) names.add(input);
    kept.push(node);
  }
  return kept.reverse();
}

function fused(type: string, last: OnnxNode, inputs: string[], attributes: Record<string, number> = {}): Found {
  const entries = Object.entries(attributes).map(([name, value]): [string, OnnxAttribute] => [
    name,
    { name, floats: [value], integers: [value], texts: [] },
  ]);
  const name = last.name.replace(new RegExp(`${last.type}(_\\d+)?$`), type);
  return {
    last,
    replacement: { ...last, type, name, inputs, outputs: [last.outputs[0]], attributes: new Map(entries) },
  };
}

/** Matches x·(1 + erf(x/√2))/2, with the half at either end. */
function gelu(node: OnnxNode, finder: Finder): Found | undefined {
  if (node.type !== 'Erf') return undefined;
  const x =
    finder.besides(finder.producer(node.inputs[0], 'Div'), Math.SQRT2) ??
    finder.besides(finder.producer(node.inputs[0], 'Mul'), Math.SQRT1_2);
  const sum = finder.consumer(node, 'Add');
  const product = finder.consumer(sum, 'Mul');
  if (x === undefined || sum === undefined || product === undefined || finder.besides(sum, 1) === undefined)
    return undefined;
  const factor = finder.other(product, sum.outputs[0]);
  if (factor === x) {
    const half = finder.consumer(product, 'Mul');
    return half !== undefined && finder.besides(half, 0.5) !== undefined ? fused('Gelu', half, [x]) : undefined;
  }
  return finder.besides(finder.producer(factor, 'Mul'), 0.5) === x ? fused('Gelu', product, [x]) : undefined;
}

/** Matches x·sigmoid(x), and x·tanh(softplus(x)). */
function gated(node: OnnxNode, finder: Finder): Found | undefined {
  if (node.type !== 'Mul') return undefined;
  for (const [x, gate] of [node.inputs, [...node.inputs].reverse()]) {
    if (finder.producer(gate, 'Sigmoid')?.inputs[0] === x) return fused('Swish', node, [x]);
    const tanh = finder.producer(gate, 'Tanh');
    if (tanh && finder.producer(tanh.inputs[0], 'Softplus')?.inputs[0] === x) return fused('Mish', node, [x]);
  }
  return undefined;
}

/** Matches (x − mean)/√(variance + ε)·γ + β over the last axis. */
function layerNormalization(node: OnnxNode, finder: Finder): Found | undefined {
  if (node.type !== 'Div') return undefined;
  const [difference, root] = node.inputs;
  const subtraction = finder.producer(difference, 'Sub');
  const [x, meanName] = subtraction?.inputs ?? [];
  const mean = finder.producer(meanName ?? '', 'ReduceMean');
  const sum = finder.producer(finder.producer(root, 'Sqrt')?.inputs[0] ?? '', 'Add');
  const epsilon = sum?.inputs.map((name) => finder.constant(name)).find((value) => value?.data.length === 1)?.data[0];
  const variance = sum?.inputs.map((name) => finder.producer(name, 'ReduceMean')).find((found) => found !== undefined);
  const square = variance?.inputs[0] ?? '';
  const isSquare =
    finder.besides(finder.producer(square, 'Pow'), 2) === difference ||
    finder.producer(square, 'Mul')?.inputs.every((name) => name === difference) === true;
  const isLast = [mean, variance].every((reduction) => String(reduction?.attributes.get('axes')?.integers) === '-1');
  const scaled = finder.consumer(node, 'Mul');
  const gamma = scaled && finder.other(scaled, node.outputs[0]);
  const shifted = finder.consumer(scaled, 'Add');
  const beta = scaled && shifted && finder.other(shifted, scaled.outputs[0]);
  const isWeighted = finder.constant(gamma)?.shape.length === 1 && finder.constant(beta)?.shape.length === 1;
  if (x === undefined || mean?.inputs[0] !== x || epsilon === undefined || !isSquare || !isLast) return undefined;
  if (!isWeighted || gamma === undefined || beta === undefined || shifted === undefined) return undefined;
  return fused('LayerNormalization', shifted, [x, gamma, beta], { epsilon, axis: -1 });
}
