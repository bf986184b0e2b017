import { createHash } from 'node:crypto';

/**
 * The two parts of the field library: networks for development, and networks that are only used for
 * the table of results.
 */
export type Half = 'development' | 'heldOut';

/** The round in which an entry was collected. README.md says when each round was run. */
export type Round = 1 | 2;

/** Decides to which part an entry belongs: round 1 is open for development, round 2 is held out. */
export function halfOf({ round }: { round: Round }): Half {
  return round === 1 ? 'development' : 'heldOut';
}

/**
 * Records to which half an entry of round 1 belonged until the run of its held-out half on
 * 2026-11-30. A hash of its address decided: an even first hex digit of the SHA-256 meant
 * development, so that nobody chose.
 */
export function firstHalfOf(address: string): Half {
  const firstDigit = createHash('sha256').update(address, 'utf8').digest('hex')[0];
  return Number.parseInt(firstDigit, 16) % 2 === 0 ? 'development' : 'heldOut';
}
