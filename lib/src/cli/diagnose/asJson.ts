import type { Diagnosis } from '../../diagnose/diagnosis.js';
import type { Repaired } from './repair.js';

/** Functions, such as repairs, are left out. Numbers that are not finite, which JSON lacks, are written as text. */
export function asJson(
  { verdict, findings, layers, unknownLayers }: Diagnosis,
  repaired: Repaired | undefined,
): string {
  const plain = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return JSON.stringify({ verdict, findings, layers, unknownLayers, ...(repaired && { repaired }) }, plain, 2);
}
