import { describeActivation } from '../../../activation/activation.js';
import { located } from '../../../foundation/argument.js';
import { product } from '../../../init/shape.js';
import type { Graph, GraphNode } from '../../../network/spec/graph.js';
import type { Random } from '../../../random/random.js';
import type { LayerSample } from '../../sample.js';
import { deadFraction, saturatedFraction } from '../../units.js';
import { Arena, type Slot } from '../arena/arena.js';
import type { Ready } from '../arena/ready.js';
import type { Elementwise, Routines } from '../arena/simd.js';
import { elementwise } from '../layers/elementwise.js';
import { makeReady } from '../layers/makeReady.js';

/**
 * Runs one net with weights of its own and gives the statistics of each node. Node i takes its
 * weights or masks from stream i of `random`.
 */
export type Program = (random: Random, input: Float32Array) => LayerSample[];

/** A node with its tensors. If the activation is the identity, `f` is absent and a is z. */
interface Stage {
  readonly node: GraphNode;
  readonly ready: Ready;
  readonly z: Slot;
  readonly a: Slot;
  readonly f?: Elementwise;
}

type Step = (random: Random, samples: LayerSample[]) => void;

/** Lays out, once for all trials, everything that running a graph on a batch takes. */
export function program(graph: Graph, batch: number, backward: boolean): Program {
  const arena = new Arena();
  const stages = layOutForward(graph, arena, batch, backward);
  const steps = backward ? layOutBackward(stages, arena) : [];
  arena.close(Math.max(...graph.map(({ shape }) => product(shape))));
  return (random, input) => {
    stages[0].z.data.set(input);
    const samples = stages.map((stage, i) => forward(stage, random.split(i), batch, arena.routines));
    for (const step of steps) step(random, samples);
    return samples;
  };
}

function layOutForward(graph: Graph, arena: Arena, batch: number, backward: boolean): Stage[] {
  const stages: Stage[] = [];
  const readers = graph.map(() => 0);
  for (const input of graph.flatMap(({ inputs }) => inputs)) readers[input]++;
  for (const node of graph) {
    const z = arena.allocate(batch * product(node.shape));
    const inputs = node.inputs.map((input) => stages[input].a);
    const ready = located(node.name, () => makeReady(node, { arena, batch, hasBackward: backward }, inputs, z));
    for (const input of node.inputs) if (--readers[input] === 0) arena.release(stages[input].a);
    if (describeActivation(node.activation)?.name === 'linear') {
      stages.push({ node, ready, z, a: z });
      continue;
    }
    stages.push({ node, ready, z, a: arena.allocate(z.length), f: elementwise(node.activation, arena) });
    // The backward pass needs z for the derivative.
    if (!backward) arena.release(z);
  }
  return stages;
}

function forward({ node, ready, z, a, f }: Stage, random: Random, batch: number, routines: Routines): LayerSample {
  located(node.name, () => ready.forward(random));
  const preActivation = routines.signal(z, batch);
  const dead = deadFraction(z.data, node.shape[node.shape.length - 1], node.activation);
  if (f === undefined) return { preActivation, activation: preActivation, deadFraction: dead };
  f.apply(z, a);
  const { range } = node.activation;
  return {
    preActivation,
    activation: routines.signal(a, batch),
    deadFraction: dead,
    ...(range && { saturatedFraction: saturatedFraction(a.data, range) }),
  };
}

/**
 * Plans the steps from the output to the input. At each node, ∂z = ∂a ⊙ f′(z) is computed and
 * measured, and then the gradients with respect to the node's inputs. Gradients that come from
 * several later nodes add up.
 */
function layOutBackward(stages: readonly Stage[], arena: Arena): Step[] {
  const last = stages.length - 1;
  const cotangent = arena.allocate(stages[last].a.length);
  const gradients: (Slot | undefined)[] = [];
  gradients[last] = cotangent;
  const steps: Step[] = [(random) => random.split(0).normal(cotangent.data)];
  for (let i = last; i >= 0; i--) {
    const gradient = gradients[i];
    if (gradient === undefined) continue;
    const { node, ready, z, f } = stages[i];
    steps.push((_, samples) => {
      f?.multiplyDerivative(z, gradient);
      samples[i].gradient = arena.routines.moments(gradient);
    });
    if (f !== undefined) arena.release(z);
    const into = node.inputs.map((input) => arena.allocate(stages[input].a.length));
    if (into.length > 0) steps.push(ready.backward(gradient, into));
    arena.release(gradient);
    for (const [k, input] of node.inputs.entries()) {
      const sum = gradients[input];
      gradients[input] = sum ?? into[k];
      if (sum === undefined) continue;
      steps.push(() => addTo(sum.data, into[k].data));
      arena.release(into[k]);
    }
  }
  return steps;
}

function addTo(sum: Float32Array, x: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += x[i];
}
