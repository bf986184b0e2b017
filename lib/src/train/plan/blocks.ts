/** Memory for one array of numbers at a time, as large as the largest of them. */
export interface Block {
  /** Size in numbers. */
  size: number;
}

/** Hands out blocks, and again those that were given back. */
export class BlockPool {
  readonly blocks: Block[] = [];
  readonly #free: Block[] = [];

  take(size: number): Block {
    const block = this.#free.pop() ?? { size };
    if (!this.blocks.includes(block)) this.blocks.push(block);
    block.size = Math.max(block.size, size);
    return block;
  }

  giveBack(block: Block): void {
    this.#free.push(block);
  }
}
