import { useBackend } from '../../backend/useBackend.js';
import { diagnose } from '../../diagnose/diagnose.js';
import type { Diagnosis } from '../../diagnose/diagnosis.js';
import { UsageError } from '../command.js';
import { readArguments } from './arguments.js';
import { asJson } from './asJson.js';
import { readData } from './readData.js';
import { checkRepairFolder, repair, repairedText } from './repair.js';
import { loadSavedModel } from './savedModel.js';

export const usage: string = `Usage: initlab diagnose MODEL --data FILE [--label COLUMN | --target COLUMN | --labels FILE] [options]

Says whether a saved TensorFlow.js model is fit to learn from this data, and if not why, from which
layer on, and how to repair it. MODEL is a folder with model.json, as saveModel(model, folder) of
initlab or model.save('file://…') of tfjs-node writes it, or that file; the model has one input and
one output. It is not changed.

Data:
  --data FILE           a table (.csv, .tsv), or an IDX file, as MNIST's images; also gzipped
  --label COLUMN        of a table: the column of classes, as numbers from 0 or as text
  --target COLUMN       of a table: the column of numbers to predict
  --labels FILE         beside an IDX file: the IDX file of classes
  --features A,B,…      of a table: the columns of inputs, in order (default: all others)
  --classes A,B,…       of a table: the texts of the classes in the order of the outputs
                        (default: sorted)
  --missing WHAT        of a table, for empty cells: error (default), drop the line, or the mean
                        of the column

Give the inputs as the model gets them in training, in one of two ways if the file has others:
  --scale FACTOR        multiply them, as by 0.00392 bytes that are trained on from 0 to 1
  --standardize         give each column mean 0 and standard deviation 1; an IDX file as a whole

Training:
  --loss NAME           crossEntropy, binaryCrossEntropy, meanSquaredError or one of tfjs
                        (default: the model's own if it was saved compiled, else what suits the output)
  --optimizer NAME      sgd, momentum, adam, rmsprop or adagrad (default: the model's own, else adam)
  --learning-rate RATE  of the optimizer; a rate that is far too large is a fault
  --steps N             how many steps of the optimizer to try, to judge the learning rate (default 10)
  --samples N           how many samples to look at, spread evenly over the file (default 128)
  --seed N              of what is drawn for comparison (default 0)

Output:
  --json                print { verdict, findings, layers, unknownLayers } as JSON, as diagnose() of the
                        library gives them; numbers that are not finite are the texts "NaN",
                        "Infinity", "-Infinity"
  --repair FOLDER       apply the repairs that lie in the weights, and save the model there

Exit code: 0 if the model is healthy or if it cannot be told, 1 if it is unhealthy (also if it was
repaired) or something failed, 2 for wrong usage and for files that cannot be read or do not fit.`;

export async function run(args: string[]): Promise<number> {
  const given = readArguments(args);
  if (given.repair !== undefined) checkRepairFolder(given.repair);
  await useBackend('wasm');
  const saved = await loadSavedModel(given.model);
  const { model } = saved;
  const { x, y, loss } = readData(model, given);
  const data = { x, y };
  const options = { ...(loss !== undefined && { loss }), ...given.options };
  const diagnosis = explained(() => diagnose(model, data, options));
  const again = (): Diagnosis => diagnose(model, data, options);
  const repaired = given.repair === undefined ? undefined : await repair(saved, diagnosis, again, given.repair);
  if (given.json) console.log(asJson(diagnosis, repaired));
  else console.log([String(diagnosis), ...(repaired ? [repairedText(repaired)] : [])].join('\n\n'));
  return diagnosis.verdict === 'unhealthy' ? 1 : 0;
}

/** What the library says of wrong data or options, it says to the user of the command too. */
function explained<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`${error.message}.`, { cause: error });
    throw error;
  }
}
