import type { Random } from '../../../random/random.js';
import type { Arena, Slot } from './arena.js';

/** What is needed to make an operation ready to run on a batch. */
export interface Setting {
  readonly arena: Arena;
  /** Samples. */
  readonly batch: number;
  /** Whether the backward pass will run. */
  readonly backward: boolean;
}

/** An operation whose memory is laid out. */
export interface Ready {
  /** Computes its output; draws its weights or masks from the stream. */
  forward(random: Random): void;
  /**
   * Lays out the backward pass, and gives it: it writes to each slot of `into` the gradient by that input. Planned when the gradients of later nodes
   * are done.
   */
  backward(gradient: Slot, into: readonly Slot[]): () => void;
}
