import type { Diagnosis } from '../../diagnose/diagnosis.js';
import type { Repaired } from './repair.js';

/**
 * Writes a diagnosis as JSON, without functions. Non-finite numbers, which JSON lacks, become text.
 */
export function toJson(
  { verdict, findings, layers, unknownLayers }: Diagnosis,
  repaired: Repaired | undefined,
): string {
  const plain = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return JSON.stringify({ verdict, findings, layers, unknownLayers, ...(repaired && { repaired }) }, plain, 2);
}
