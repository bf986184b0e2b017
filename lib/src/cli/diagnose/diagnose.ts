import { useBackend } from '../../backend/useBackend.js';
import { diagnose } from '../../diagnose/diagnose.js';
import type { Diagnosis } from '../../diagnose/diagnosis.js';
import type { RepairLanguage } from '../../diagnose/repairs/writeRepair.js';
import { readArguments } from './arguments.js';
import { asUsageError } from './asUsageError.js';
import { readData } from './data/readData.js';
import { progressLine } from './progressLine.js';
import { checkRepairFolder, checkRepairKind, describeRepair, repair } from './repair.js';
import { loadSavedModel } from './savedModel.js';
import { toJson } from './toJson.js';
import { checkReport, writeReport } from './writeReport.js';

export const usage: string = `Usage: initlab diagnose MODEL --data FILE [--label COLUMN | --target COLUMN | --labels FILE] [options]
       initlab diagnose MODEL --x [INPUT=]FILE… --y [OUTPUT=]FILE… [options]

Checks whether a saved model can learn from this data. If it cannot, the report says why, at which layer
the trouble starts, and how to repair it. Its files are not changed. MODEL is one of
  - a folder with model.json, as written by saveModel(model, folder) of initlab or by
    model.save('file://…') of tfjs-node, or the path of model.json itself;
  - an ONNX model (.onnx) of opset 11 to 21, as torch.onnx.export writes it. Its layers have the names
    of the other program. Export it before training, with training=torch.onnx.TrainingMode.PRESERVE,
    which keeps batch normalization apart from the convolution before it. Dropout and penalties are
    not in the file. An operator that is not known is named, and nothing is guessed;
  - a model.h5 as Keras 2 writes it with model.save; the package h5wasm must be installed.

Data for a model with one input and one output:
  --data FILE           a table (.csv, .tsv), an IDX file (for example the images of MNIST) or an
                        array as numpy.save writes it (.npy); each may be gzipped. Images for an ONNX
                        model have their channels first, as it takes them, or last
  --label COLUMN        table: the column of classes, as whole numbers that start at 0, or as text
  --target COLUMN       table: the column of numbers to predict
  --labels FILE         IDX or .npy: the second file, which holds the classes
  --features A,B,…      table: the columns of inputs, in order (default: all other columns)
  --classes A,B,…       table: the class names, in the order of the outputs
                        (default: sorted)
  --missing WHAT        table: what to do with empty cells: error (the default) reports them,
                        drop leaves their lines out, mean fills in the mean of the column

Data for any model, as one file of numbers for each input and each output. A file is an array as
numpy.save writes it (.npy), an IDX file, or a table of numbers; each may be gzipped. All files have the
same number of samples.
  --x [INPUT=]FILE      repeat for each input of the model, by its name or in the order of the model
  --y [OUTPUT=]FILE     repeat for each output; a cross entropy also takes class numbers

The inputs must be on the same scale as in training. If the file holds other values, choose one of:
  --scale FACTOR        multiply the inputs, for example by 0.00392 to turn bytes into numbers from
                        0 to 1
  --standardize         give each column of a table, or any other file as a whole, mean 0 and standard
                        deviation 1

Training:
  --loss [OUTPUT=]NAME  crossEntropy, binaryCrossEntropy, meanSquaredError or a loss of tfjs
                        (default: the loss of the saved model if it was compiled, otherwise the
                        loss that suits its output); give OUTPUT=NAME for each of several
                        outputs
  --optimizer NAME      sgd, momentum, adam, rmsprop or adagrad (default: the optimizer of the saved
                        model if it was compiled, otherwise adam)
  --learning-rate RATE  the learning rate (default: that of the saved model, or else 0.001 for adam and
                        rmsprop and 0.01 for the others); a rate that is far too large is reported as
                        a fault
  --steps N             the number of steps for which you are going to train; then only what hinders
                        learning within that time is a fault
  --trial-steps N       optimizer steps to try in order to judge the learning rate (default 10)
  --samples N           samples to measure, spread evenly over the file (default 128)
  --seed N              seed for the random draws used for comparison (default 0)

Output:
  --lang LIBRARY        write the code of the repairs for tfjs, pytorch or keras (default: that of the
                        model)
  --json                print { verdict, findings, layers, unknownLayers } as JSON, as diagnose() of
                        the library returns them; non-finite numbers become the strings "NaN",
                        "Infinity" and "-Infinity"
  --report FILE         also write the diagnosis as one page (.html) that needs no other file and no
                        network, with a figure of the layers
  --repair FOLDER       apply the repairs that change weights, and save the repaired model in FOLDER; for
                        an ONNX model, name a file that ends in .safetensors, for the weights by their
                        names in PyTorch

A long diagnosis shows on stderr what it is measuring. If memory runs out, lower --samples.

Exit code: 0 if the verdict is healthy or cannot tell, 1 if the model is unhealthy (even if it was
repaired) or if something failed, 2 for a usage error and for files that cannot be read or do not fit
the model.`;

export async function run(args: string[]): Promise<number> {
  const given = readArguments(args);
  if (given.repair !== undefined) checkRepairFolder(given.repair);
  if (given.report !== undefined) checkReport(given.report);
  await useBackend('wasm');
  const saved = await loadSavedModel(given.model);
  if (given.repair !== undefined) checkRepairKind(given.repair, saved);
  const { model } = saved;
  const { x, y, loss } = readData(saved, given);
  const data = { x, y };
  const progress = progressLine(process.stderr);
  const language: RepairLanguage = saved.imported?.language ?? 'tfjs';
  const options = { language, ...(loss !== undefined && { loss }), ...given.options, onProgress: progress.show };
  const diagnoseNow = (): Diagnosis => {
    try {
      return asUsageError(given, () => diagnose(model, data, options));
    } finally {
      progress.clear();
    }
  };
  const diagnosis = diagnoseNow();
  if (given.report !== undefined) writeReport(given.report, diagnosis, given);
  const repaired = given.repair === undefined ? undefined : await repair(saved, diagnosis, diagnoseNow, given.repair);
  if (given.json) console.log(toJson(diagnosis, repaired));
  else console.log([String(diagnosis), ...(repaired ? [describeRepair(repaired)] : [])].join('\n\n'));
  return diagnosis.verdict === 'unhealthy' ? 1 : 0;
}
