import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { NumberArray } from '../../../foundation/numberArray.js';
import type { ImportedInput } from '../../../model/imported/importedModel.js';
import type { DataErrorCode } from '../../../train/data/dataError.js';
import { UsageError } from '../../command.js';
import type { Arguments, ArraySource } from '../arguments.js';
import { readArrayFile } from './arrayFile.js';
import { inModelOrder } from './inModelOrder.js';
import { scaled } from './inputScale.js';
import { inTermsOfCommand } from './inTermsOfCommand.js';
import { modelInputs } from './modelInputs.js';
import { namedValues } from './namedValues.js';

/** The files of a model, one for each input and output, in the order of the model. */
export interface ArrayFiles {
  x: string[];
  y: string[];
}

const ADVICE: Partial<Record<DataErrorCode, string>> = {
  missing: 'Fill in the value, or pass --missing mean.',
  notNumber: 'Every column must hold numbers.',
  notUtf8: 'Give an array as numpy.save writes it, an IDX file, or a table as text in UTF-8.',
};

/** Finds the file of each input and output. */
export function arrayFiles(model: LayersModel, { x, y }: ArraySource): ArrayFiles {
  return {
    x: namedValues('--x', x, namesOf(model.inputs), 'input'),
    y: namedValues('--y', y, namesOf(model.outputs), 'output'),
  };
}

/** Reads the files of all inputs and outputs, which must have the same number of samples. */
export function readArrays(
  model: LayersModel,
  files: ArrayFiles,
  given: Pick<Arguments, 'missing' | 'inputs'>,
  axes: readonly ImportedInput['axes'][],
): { x: NumberArray[]; y: NumberArray[] } {
  const read = (file: string): NumberArray => inTermsOfCommand(() => readArrayFile(file, given.missing), ADVICE);
  const [x, y] = [files.x.map(read), files.y.map(read)];
  const [first, ...others] = [...files.x, ...files.y].map((file, i) => ({
    file,
    count: [...x, ...y][i].shape[0] ?? 1,
  }));
  const other = others.find(({ count }) => count !== first.count);
  if (other !== undefined)
    throw new UsageError(
      `${first.file} has ${first.count} samples and ${other.file} has ${other.count}; all files must have the same number.`,
    );
  return {
    x: x.map((values, i) => {
      const turned = inModelOrder(values, model.inputs[i].shape.slice(1), axes[i]);
      return scaled(modelInputs(model.inputs[i], turned, files.x[i]), turned, given.inputs);
    }),
    y,
  };
}

export function namesOf(symbols: readonly SymbolicTensor[]): string[] {
  return symbols.map(({ sourceLayer }) => sourceLayer.name);
}
