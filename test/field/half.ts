import { createHash } from 'node:crypto';

/** The two halves of the field library: one to work with, one that only the table may touch. */
export type Half = 'development' | 'heldOut';

/**
 * The half that an entry belongs to. A hash of its address decides, so nobody chooses, and an entry
 * that is added later moves no other: an even first hex digit of the SHA-256 means development.
 */
export function halfOf(address: string): Half {
  const firstDigit = createHash('sha256').update(address, 'utf8').digest('hex')[0];
  return Number.parseInt(firstDigit, 16) % 2 === 0 ? 'development' : 'heldOut';
}
