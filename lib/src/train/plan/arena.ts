import { product } from '../../init/shape.js';
import { type Block, BlockPool } from './blocks.js';
import type { PlanNode } from './graph.js';
import type { Forward, PlanHeap } from './operations/operation.js';

/** Memory of a plan that every step uses again. */
export interface Arena {
  /** Addresses of each node. */
  calls: Forward[];
  /** Addresses of the blocks. */
  at: Map<Block, number>;
  free(): void;
}

/** Places the outputs of all nodes and further blocks in one tensor. */
export function placeArena(
  heap: PlanHeap,
  nodes: readonly PlanNode[],
  outputs: readonly Block[],
  others: readonly Block[] = [],
): Arena {
  const kept = nodes.map(({ operation: { keptBytes = 0 } }) => ({ size: keptBytes / 4 }));
  const scratch = { size: Math.max(...nodes.map(({ operation: { scratchBytes = 0 } }) => scratchBytes / 4)) };
  const at = new Map<Block, number>();
  const all = new Set([...outputs, ...others, ...kept, scratch]);
  const bytesOf = ({ size }: Block): number => 16 * Math.ceil(size / 4);
  const tensor = heap.make([[...all].reduce((sum, block) => sum + bytesOf(block), 0) / 4]);
  let next = heap.at(tensor);
  for (const block of all) {
    at.set(block, next);
    next += bytesOf(block);
  }
  const address = (block: Block): number => at.get(block) as number;
  const calls = nodes.map(({ inputs }, i) => ({
    x: inputs.length === 0 ? 0 : address(outputs[inputs[0]]),
    inputs: inputs.map((input) => address(outputs[input])),
    y: address(outputs[i]),
    kept: address(kept[i]),
    scratch: address(scratch),
  }));
  return { calls, at, free: () => heap.free(tensor) };
}

/**
 * Chooses a block for the output of each node. For a backward pass every output stays; otherwise a
 * block is free again when the last node that uses it has run.
 */
export function outputBlocks(nodes: readonly PlanNode[], isKept: boolean): Block[] {
  const pool = new BlockPool();
  // A node that shares its output has the block of another node. The first node is the input.
  const owners: number[] = [];
  for (const [i, { operation, inputs }] of nodes.entries())
    owners.push(i > 0 && operation.sharesOutput ? owners[inputs[0]] : i);
  const lastUses = owners.map((_, i) => i);
  for (const [i, { inputs }] of nodes.entries()) for (const input of inputs) lastUses[owners[input]] = i;
  const outputs: Block[] = [];
  for (const [i, { operation, inputs }] of nodes.entries()) {
    outputs.push(owners[i] === i ? pool.take(product(operation.shape)) : outputs[owners[i]]);
    const unused = new Set(inputs.map((input) => owners[input]).filter((owner) => lastUses[owner] === i));
    if (!isKept) for (const owner of unused) pool.giveBack(outputs[owner]);
  }
  return outputs;
}
