import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnosis } from '../../diagnose/diagnosis.js';
import { writeSafetensors } from '../../model/files/writeSafetensors.js';
import { fileWeights } from '../../model/imported/fileWeights.js';
import type { ImportedModel } from '../../model/imported/importedModel.js';
import { UsageError } from '../command.js';
import type { SavedModel } from './savedModel.js';
import { statOf } from './statOf.js';
import { writeModel } from './writeModel.js';

/** Ending of files that hold weights alone. */
const WEIGHTS_ENDING = '.safetensors';

/** Outcome of a repair. */
export interface Repaired {
  /**
   * Folder of the repaired model, or file of its weights; absent if its weights needed no repair.
   */
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
  if (folder.endsWith(WEIGHTS_ENDING)) {
    if (found) throw new UsageError(`--repair ${folder}: it exists already. Name another file.`);
    return;
  }
  if (found && !found.isDirectory()) throw new UsageError(`--repair ${folder}: that is a file. Name a folder.`);
  if (existsSync(join(folder, 'model.json')))
    throw new UsageError(`--repair ${folder}: it already contains a model. Name another folder.`);
}

/**
 * Checks that the weights of an imported model go to a file.
 *
 * @throws UsageError if a folder was named for them, or a file for another model
 */
export function checkRepairKind(path: string, { imported }: Pick<SavedModel, 'imported'>): void {
  const isFile = path.endsWith(WEIGHTS_ENDING);
  if (isFile === (imported !== undefined)) return;
  throw new UsageError(
    isFile
      ? `--repair ${path}: a TensorFlow.js model is saved in a folder. Name one that does not end in ${WEIGHTS_ENDING}.`
      : `--repair ${path}: the weights of this model are written to a file. Name one that ends in ${WEIGHTS_ENDING}.`,
  );
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
  if (saved.imported === undefined) await writeModel(saved, folder);
  else writeWeights(saved.imported, folder);
  return { folder, verdict: again.verdict, headline: String(again).split('\n', 1)[0] };
}

function writeWeights(imported: ImportedModel, path: string): void {
  try {
    writeSafetensors(path, fileWeights(imported));
  } catch (error) {
    throw new UsageError(`${path}: the file cannot be written (${(error as Error).message}). Name another file.`);
  }
}

export function describeRepair({ folder, headline }: Repaired): string {
  if (folder === undefined) return `Nothing was repaired: ${headline}.`;
  if (folder.endsWith(WEIGHTS_ENDING))
    return `The repaired weights are in ${folder}. With them, the model is ${headline}. In PyTorch, load them by
  model.load_state_dict(safetensors.torch.load_file('${folder}'), strict=False)`;
  return `The repaired model is in ${folder}. It is ${headline}.`;
}
