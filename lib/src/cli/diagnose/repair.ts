import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnosis } from '../../diagnose/diagnosis.js';
import { UsageError } from '../command.js';
import type { SavedModel } from './savedModel.js';
import { statOf } from './statOf.js';
import { writeModel } from './writeModel.js';

/** Outcome of a repair. */
export interface Repaired {
  /** Folder of the repaired model; absent if its weights needed no repair. */
  folder?: string;
  /** Verdict on the repaired model. */
  verdict: Diagnosis['verdict'];
  /** First line of the new diagnosis, which says which faults remain. */
  headline: string;
}

/**
 * Checks the folder before anything is computed, so that no file is overwritten.
 *
 * @throws UsageError if it is a file, or already contains a model
 */
export function checkRepairFolder(folder: string): void {
  const found = statOf(folder);
  if (found && !found.isDirectory()) throw new UsageError(`--repair ${folder}: that is a file. Name a folder.`);
  if (existsSync(join(folder, 'model.json')))
    throw new UsageError(`--repair ${folder}: it already contains a model. Name another folder.`);
}

/** Applies the repairs that change weights, saves the model, and diagnoses it again. */
export async function repair(
  saved: SavedModel,
  { verdict, findings, apply }: Diagnosis,
  diagnoseAgain: () => Diagnosis,
  folder: string,
): Promise<Repaired> {
  const faults = findings.filter(({ severity }) => severity === 'fault');
  if (!faults.some(({ repair }) => repair.apply))
    return { verdict, headline: faults.length > 0 ? 'no fault can be repaired in the weights' : 'there is no fault' };
  apply();
  const again = diagnoseAgain();
  await writeModel(saved, folder);
  return { folder, verdict: again.verdict, headline: String(again).split('\n', 1)[0] };
}

export function describeRepair({ folder, headline }: Repaired): string {
  if (folder === undefined) return `Nothing was repaired: ${headline}.`;
  return `The repaired model is in ${folder}. It is ${headline}.`;
}
