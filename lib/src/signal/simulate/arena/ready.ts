import type { Random } from '../../../random/random.js';
import type { Arena, Slot } from './arena.js';

/** Context in which an operation is made ready to run on a batch. */
export interface Setting {
  readonly arena: Arena;
  /** Number of samples. */
  readonly batch: number;
  /** Whether the backward pass will run. */
  readonly hasBackward: boolean;
}

/** An operation with its memory laid out. */
export interface Ready {
  /** Computes the output, with weights or masks drawn from the stream. */
  forward(random: Random): void;
  /**
   * Lays out the backward pass and returns it. The backward pass writes the gradient with respect
   * to each input to a slot of `into`. It is planned after the gradients of later nodes.
   */
  backward(gradient: Slot, into: readonly Slot[]): () => void;
}
