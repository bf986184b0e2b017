import type { Diagnosis } from '../../diagnose/diagnose.js';
import type { Repaired } from './repair.js';

/** Functions, as those that repair, are left out; numbers that are not finite, which JSON has not, are written as text. */
export function asJson({ verdict, findings, layers }: Diagnosis, repaired: Repaired | undefined): string {
  const plain = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return JSON.stringify({ verdict, findings, layers, ...(repaired && { repaired }) }, plain, 2);
}
