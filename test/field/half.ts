import { createHash } from 'node:crypto';

/**
 * The two halves of the field library: one for development, and one that is only used for the table
 * of results.
 */
export type Half = 'development' | 'heldOut';

/**
 * Decides to which half an entry belongs, by a hash of its address: an even first hex digit of the
 * SHA-256 means development. So nobody chooses, and an entry that is added later does not move any
 * other.
 */
export function halfOf(address: string): Half {
  const firstDigit = createHash('sha256').update(address, 'utf8').digest('hex')[0];
  return Number.parseInt(firstDigit, 16) % 2 === 0 ? 'development' : 'heldOut';
}
