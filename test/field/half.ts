import { createHash } from 'node:crypto';

/**
 * The two parts of the field library: networks for development, and networks that are only used for
 * the table of results.
 */
export type Half = 'development' | 'heldOut';

/** The round in which an entry was collected. README.md says when each round was run. */
export type Round = 1 | 2 | 3 | 4;

/**
 * Decides to which part an entry belongs: rounds 1 and 2 are open for development, and so is half
 * of round 3. Round 4 is held out as a whole.
 */
export function halfOf({ round, address }: { round: Round; address: string }): Half {
  if (round === 4) return 'heldOut';
  return round === 3 ? hashedHalfOf(address) : 'development';
}

/**
 * Decides the half of an entry of round 3 by a hash of its address: an even first hex digit of the
 * SHA-256 means development, so that nobody chooses. For an entry of round 1 it records the half to
 * which it belonged until the run of the held-out half on 2026-11-30.
 */
export function hashedHalfOf(address: string): Half {
  const firstDigit = createHash('sha256').update(address, 'utf8').digest('hex')[0];
  return Number.parseInt(firstDigit, 16) % 2 === 0 ? 'development' : 'heldOut';
}
