import { parseArgs } from 'node:util';
import { significant } from '../../display/significant.js';
import { table } from '../../display/table.js';
import { product } from '../../init/shape.js';
import { FileFormatError } from '../../model/files/fileFormatError.js';
import { openWeights } from '../../model/files/openWeights.js';
import type { StoredTensor, WeightFile } from '../../model/files/weightFile.js';
import { UsageError } from '../command.js';
import { describeTensor, type TensorRow } from './describeTensor.js';
import { kerasRole, torchRole } from './tensorRole.js';

export const usage: string = `Usage: initlab weights FILE [options]

Prints a table of the tensors in a file of weights: a .safetensors file, a .pt or .pth file as
torch.save writes it (a state dict, a checkpoint with one, or a whole module), an ONNX model, or a .h5
or .keras file of Keras, for which the package h5wasm must be installed. Nothing in the file is run, and
its numbers are read one tensor at a time. TensorFlow.js is not needed.

Columns:
  fans         fanIn → fanOut of a weight matrix; a question mark says that they were guessed
               from the name and the shape
  n·Var(w)     fanIn times the variance of the weights: 2 for He, 1 for LeCun, 1/3 for PyTorch's
               default
  kurtosis     3 for a normal distribution, 1.8 for a uniform one
  looks like   the scheme with this variance and distribution, "orthogonal", or "trained" if no
               independent draw looks like this
  remarks      units whose weights are all zero, repeat another unit's, or are not finite

Options:
  --json       print { format, tensors } as JSON; non-finite numbers become null

Exit code: 0 if all numbers are finite, 1 if a tensor has NaN or infinite numbers or if something
failed, 2 for a usage error and for a file that cannot be read.`;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const [path, ...more] = positionals;
  const see = 'See: initlab weights --help';
  if (path === undefined || path === '') throw new UsageError(`No file was given.\n${see}`);
  if (more.length > 0) throw new UsageError(`Give one file, not ${positionals.length}.\n${see}`);
  const file = await inTermsOfCommand(() => openWeights(path));
  try {
    const rows = await inTermsOfCommand(() => rowsOf(file));
    console.log(values.json ? JSON.stringify({ format: file.format, tensors: rows }, null, 2) : textOf(file, rows));
    return rows.some(({ statistics }) => (statistics?.nonFinite ?? 0) > 0) ? 1 : 0;
  } finally {
    file.close();
  }
}

async function inTermsOfCommand<T>(compute: () => T | Promise<T>): Promise<T> {
  try {
    return await compute();
  } catch (error) {
    if (error instanceof FileFormatError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function rowsOf({ tensors, layout }: WeightFile): TensorRow[] {
  const byName = new Map<string, StoredTensor>(tensors.map((tensor) => [tensor.name, tensor]));
  return tensors.map((tensor) =>
    describeTensor(tensor, layout === 'keras' ? kerasRole(tensor) : torchRole(tensor, byName)),
  );
}

function textOf({ format }: WeightFile, rows: readonly TensorRow[]): string {
  const count = rows.reduce((sum, { shape }) => sum + product(shape), 0);
  const head = `${format}: ${rows.length} tensor${rows.length === 1 ? '' : 's'}, ${count.toLocaleString('en-US')} numbers`;
  if (rows.length === 0) return head;
  const columns = ['tensor', 'shape', 'fans', 'n·Var(w)', 'kurtosis', 'looks like', 'remarks'];
  return `${head}\n\n${table(rows.map(cellsOf), { columns, digits: 3 })}`;
}

function cellsOf(row: TensorRow): Record<string, string | number> {
  const { name, shape, dtype, fanIn, fanOut, isGuess, statistics, looksLike, remarks } = row;
  const fans = fanIn === undefined ? {} : { fans: `${fanIn} → ${fanOut}${isGuess ? ' ?' : ''}` };
  const type = dtype === 'float32' ? '' : ` ${dtype}`;
  const moments = statistics && {
    ...(fanIn !== undefined && { 'n·Var(w)': Number(significant(fanIn * statistics.variance, 3)) }),
    ...(statistics.variance > 0 && { kurtosis: Number(significant(statistics.kurtosis, 3)) }),
  };
  return {
    tensor: name,
    shape: `${shape.join(' × ')}${type}`.trim() || 'one number',
    ...fans,
    ...moments,
    ...(looksLike && { 'looks like': looksLike }),
    ...(remarks.length > 0 && { remarks: remarks.join('; ') }),
  };
}
