import { parseArgs } from 'node:util';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { useBackend } from '../backend/useBackend.js';
import { type Diagnosis, diagnose } from '../diagnose/diagnose.js';
import { loadCsv } from '../train/loadCsv.js';
import { loadIdx } from '../train/loadIdx.js';
import { UsageError } from './command.js';
import { loadSavedModel } from './savedModel.js';

export const usage: string = `Usage: initlab diagnose MODEL_DIR --data FILE [--label COLUMN | --target COLUMN | --labels FILE] [options]

Says whether a saved TensorFlow.js model is fit to learn from this data, and if not why, from which layer on, and how to
repair it. The model is a folder with model.json, as model.save('file://…') writes it, or that file.

Data:
  --data FILE        a table (.csv, .tsv, also gzipped), or an IDX file, as MNIST's images
  --label COLUMN     of a table: the column of classes
  --target COLUMN    of a table: the column of numbers to predict
  --labels FILE      beside IDX images: the IDX file of classes

Options:
  --scale FACTOR     multiply the inputs, as 0.00392 for bytes that are trained on from 0 to 1
  --loss NAME        crossEntropy, binaryCrossEntropy, meanSquaredError or one of tfjs (default: what suits the output)
  --json             print the diagnosis as JSON

Exit code: 0 if healthy or if it cannot be told, 1 if unhealthy or something failed, 2 for wrong usage.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      label: { type: 'string' },
      target: { type: 'string' },
      labels: { type: 'string' },
      scale: { type: 'string' },
      loss: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0 || values.data === undefined)
    throw new UsageError('Give one model folder and --data FILE.\nSee: initlab diagnose --help');
  await useBackend('wasm');
  const model = await loadSavedModel(folder);
  const { x, y } = readData(model, { ...values, data: values.data });
  const diagnosis = diagnose(model, { x, y, ...(values.loss !== undefined && { loss: values.loss }) });
  console.log(values.json ? asJson(diagnosis) : String(diagnosis));
  return diagnosis.verdict === 'unhealthy' ? 1 : 0;
}

interface Given {
  data: string;
  label?: string | undefined;
  target?: string | undefined;
  labels?: string | undefined;
  scale?: string | undefined;
}

interface Data {
  x: { shape: number[]; data: Float32Array };
  y: { shape: number[]; data: Float32Array };
}

function readData(model: LayersModel, { data, label, target, labels, scale = '1' }: Given): Data {
  const factor = Number(scale);
  if (!Number.isFinite(factor) || factor === 0) throw new UsageError(`--scale must be a number, not "${scale}".`);
  const { x, y } = labels === undefined ? readTable(data, label, target) : { x: loadIdx(data), y: loadIdx(labels) };
  const floats = Float32Array.from(x.data, (value) => factor * value);
  const shape = model.inputs[0].shape.slice(1) as number[];
  const size = shape.reduce((product, n) => product * n, 1);
  const found = floats.length / x.shape[0];
  if (found !== size)
    throw new UsageError(`${data} has ${found} numbers a sample; the model takes ${size}, [${shape.join(', ')}].`);
  return {
    x: { shape: [x.shape[0], ...shape], data: floats },
    y: { shape: y.shape.length === 1 ? [y.shape[0], 1] : [...y.shape], data: Float32Array.from(y.data) },
  };
}

function readTable(
  file: string,
  label: string | undefined,
  target: string | undefined,
): ReturnType<typeof loadCsv> & {
  y: { shape: readonly number[]; data: ArrayLike<number> };
} {
  if (label !== undefined && target === undefined) return loadCsv(file, { label });
  if (target !== undefined && label === undefined) return loadCsv(file, { target });
  throw new UsageError(
    'Say what is to be told: --label COLUMN or --target COLUMN of a table, or --labels FILE of images.',
  );
}

/** Functions, as those that repair, are left out; NaN and infinite numbers are written as text. */
function asJson({ verdict, findings, layers }: Diagnosis): string {
  const text = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return JSON.stringify({ verdict, findings, layers }, text, 2);
}
