import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnosis } from '../../diagnose/diagnosis.js';
import { UsageError } from '../command.js';
import type { SavedModel } from './savedModel.js';
import { statOf } from './statOf.js';
import { writeModel } from './writeModel.js';

/** What became of a model that was to be repaired. */
export interface Repaired {
  /** Where it was written; absent if there was nothing to be done to its weights. */
  folder?: string;
  /** Of the repaired model. */
  verdict: Diagnosis['verdict'];
  /** Its first line says what is left. */
  headline: string;
}

/** Before anything is computed: what is there is not written over. */
export function checkRepairFolder(folder: string): void {
  const found = statOf(folder);
  if (found && !found.isDirectory()) throw new UsageError(`--repair ${folder}: that is a file; name a folder.`);
  if (existsSync(join(folder, 'model.json')))
    throw new UsageError(`--repair ${folder}: there is a model in it already; name another folder.`);
}

/** Applies the repairs that lie in the weights, saves the model, and looks at it again. */
export async function repair(
  saved: SavedModel,
  { verdict, findings, apply }: Diagnosis,
  diagnoseAgain: () => Diagnosis,
  folder: string,
): Promise<Repaired> {
  const faults = findings.filter(({ severity }) => severity === 'fault');
  if (!faults.some(({ repair }) => repair.apply))
    return { verdict, headline: faults.length > 0 ? 'no fault lies in the weights' : 'there is no fault' };
  apply();
  const again = diagnoseAgain();
  await writeModel(saved, folder);
  return { folder, verdict: again.verdict, headline: String(again).split('\n', 1)[0] };
}

export function repairedText({ folder, headline }: Repaired): string {
  if (folder === undefined) return `Nothing was repaired: ${headline}.`;
  return `The repaired model is in ${folder}. It is ${headline}.`;
}
