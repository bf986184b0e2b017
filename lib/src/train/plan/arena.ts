import type { Block } from './gradientSteps.js';
import type { PlanGraph } from './graph.js';
import { type Forward, type PlanHeap, product } from './operations/operation.js';

/** Memory of a plan that every step uses again. */
export interface Arena {
  /** Addresses of each node. */
  calls: Forward[];
  /** Addresses of the blocks. */
  at: Map<Block, number>;
  free(): void;
}

/** Places the outputs of all nodes and the given blocks in one tensor. */
export function placeArena(heap: PlanHeap, { nodes }: PlanGraph, blocks: readonly Block[]): Arena {
  const places: { size: number; at: number }[] = [];
  const place = (size: number): { size: number; at: number } => {
    const made = { size: 4 * Math.ceil(size / 4), at: 0 };
    places.push(made);
    return made;
  };
  const outputs: { at: number }[] = [];
  for (const [i, { operation, inputs }] of nodes.entries()) {
    // The first node is the input, whose output is what the step is given.
    outputs.push(i > 0 && operation.sharesOutput ? outputs[inputs[0]] : place(product(operation.shape)));
  }
  const kept = nodes.map(({ operation: { keptBytes = 0 } }) => place(keptBytes / 4));
  const placed = blocks.map((block) => [block, place(block.size)] as const);
  const scratch = place(Math.max(...nodes.map(({ operation: { scratchBytes = 0 } }) => scratchBytes / 4)));
  const tensor = heap.make([places.reduce((sum, { size }) => sum + size, 0)]);
  let next = heap.at(tensor);
  for (const made of places) {
    made.at = next;
    next += 4 * made.size;
  }
  const calls = nodes.map(({ inputs }, i) => ({
    x: outputs[inputs[0]]?.at ?? 0,
    inputs: inputs.map((input) => outputs[input].at),
    y: outputs[i].at,
    kept: kept[i].at,
    scratch: scratch.at,
  }));
  return { calls, at: new Map(placed.map(([block, { at }]) => [block, at])), free: () => heap.free(tensor) };
}
