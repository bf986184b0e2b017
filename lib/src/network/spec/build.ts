import { activation, toActivation } from '../../activation/activation.js';
import { describe, finite, located } from '../../foundation/argument.js';
import { checkShape } from '../../init/shape.js';
import type { Graph, GraphNode } from './graph.js';
import type { LayerSpec, ResidualSpec } from './layerSpec.js';
import { checkSpec, operation } from './operation.js';

/**
 * Checks every layer of a list and builds their graph. A node's name is its type and its number in
 * the list, such as `dense2`. The nodes of a residual layer are named `residual1/dense1` and
 * `residual1/shortcut/dense1`, and their sum `residual1`.
 *
 * @param inputShape - shape of one sample, without the batch
 * @throws RangeError or TypeError that says which layer is wrong, such as
 * `layers[2].branch[0] (conv)`, what is wrong and what is allowed
 */
export function build(layers: readonly LayerSpec[], inputShape: readonly number[]): Graph {
  located('inputShape', () => checkShape(inputShape));
  if (inputShape.length === 0)
    throw new RangeError('inputShape is []; it must have at least one axis, for example [784]');
  const input: GraphNode = {
    name: 'input',
    op: { type: 'input' },
    inputs: [],
    shape: inputShape,
    activation: activation('linear'),
  };
  const nodes = [input];
  append(nodes, layers, 0, 'layers', '');
  return nodes;
}

/**
 * Appends a list of layers to node `from` and returns the index of the last node. `path` is the
 * place of the list in messages, and `scope` is a prefix for the names.
 */
function append(nodes: GraphNode[], layers: readonly LayerSpec[], from: number, path: string, scope: string): number {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new RangeError(
      `${path} is ${describe(layers)}; it must list at least one layer, for example { type: 'dense', units: 64 }`,
    );
  }
  const counts = new Map<string, number>();
  return layers.reduce((last, spec: LayerSpec, i) => {
    const place = `${path}[${i}]`;
    if (spec === null || typeof spec !== 'object') {
      throw new TypeError(
        `${place} is ${describe(spec)}; it must be a layer, for example { type: 'dense', units: 64 }`,
      );
    }
    const count = (counts.get(spec.type) ?? 0) + 1;
    counts.set(spec.type, count);
    return appendOne(nodes, spec, last, place, `${scope}${spec.type}${count}`);
  }, from);
}

function appendOne(nodes: GraphNode[], spec: LayerSpec, from: number, place: string, name: string): number {
  const where = `${place} (${spec.type})`;
  located(where, () => checkSpec(spec));
  if (spec.type === 'residual') return appendResidual(nodes, spec, from, place, name);
  const { op, shape } = located(where, () => operation(spec, nodes[from].shape));
  const given = 'activation' in spec ? spec.activation : undefined;
  const phi = located(where, () => toActivation(given ?? 'linear'));
  return nodes.push({ name, op, inputs: [from], shape, activation: phi }) - 1;
}

function appendResidual(
  nodes: GraphNode[],
  { branch, shortcut, scale = 1 }: ResidualSpec,
  from: number,
  place: string,
  name: string,
): number {
  const where = `${place} (residual)`;
  located(where, () => finite(scale, 'scale'));
  const straight =
    shortcut === undefined ? from : append(nodes, shortcut, from, `${place}.shortcut`, `${name}/shortcut/`);
  const end = append(nodes, branch, from, `${place}.branch`, `${name}/`);
  const [kept, added] = [nodes[straight].shape, nodes[end].shape];
  if (kept.length !== added.length || kept.some((size, axis) => size !== added[axis])) {
    throw new RangeError(
      `${where}: the branch ends in shape ${describe(added)}, but the shortcut in ${describe(kept)}; the shapes must be equal: change the branch, or set a shortcut with layers of its own`,
    );
  }
  const op = { type: 'add', scales: [1, scale] } as const;
  return nodes.push({ name, op, inputs: [straight, end], shape: added, activation: activation('linear') }) - 1;
}
