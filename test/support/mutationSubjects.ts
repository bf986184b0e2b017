import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { saveModel } from 'initlab';
import { loadCsv, loadIdx } from 'initlab/tasks';
import { NotebookError, readNotebook, readRunnable } from 'initlab-kernel';
import { updateText } from '../../kernel/src/notebook/updateText.js';
import { ConnectionError, formatConnectionFile, readConnectionFile } from '../../kernel/src/wire/connection.js';
import { UsageError } from '../../lib/src/cli/command.js';
import { loadSavedModel } from '../../lib/src/cli/diagnose/savedModel.js';
import { parseNpy } from '../../lib/src/train/data/parseNpy.js';
import { type Draw, mutateBytes, mutateJson } from './mutate.js';

/** A kind of file that the project reads from outside. */
export interface Subject {
  name: string;
  /** Writes a mutated file into the folder, and returns its path. */
  write(folder: string, draw: Draw): string;
  /** Reads it, and returns or throws. */
  read(path: string): unknown;
  /** Whether an error says in one line what is wrong with the file. */
  isExplained(error: unknown): boolean;
}

const NOTEBOOK = {
  cells: [
    {
      cell_type: 'code',
      execution_count: 1,
      id: 'a',
      metadata: { tags: ['x'] },
      outputs: [
        { name: 'stdout', output_type: 'stream', text: ['1\n', '2\n'] },
        { data: { 'text/plain': ['2'] }, execution_count: 1, metadata: {}, output_type: 'execute_result' },
        { ename: 'Error', evalue: 'x', output_type: 'error', traceback: ['Error: x'] },
      ],
      source: ['1 + 1'],
    },
    { attachments: { 'a.png': { 'image/png': 'AA==' } }, cell_type: 'markdown', id: 'b', metadata: {}, source: '# T' },
  ],
  metadata: { kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'initlab' } },
  nbformat: 4,
  nbformat_minor: 5,
};

const CONNECTION = formatConnectionFile({
  transport: 'tcp',
  ip: '127.0.0.1',
  key: 'secret',
  ports: { shell: 1, control: 2, iopub: 3, stdin: 4, heartbeat: 5 },
});

const IDX = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
const CSV = 'a,b,kind\n1,2.5,"x, y"\n-3,4e2,z\n5,NA,x\n';
const NPY_HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

function npy(): Uint8Array {
  const header = `${NPY_HEADER.padEnd(117)}\n`;
  const numbers = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
  return Buffer.concat([Buffer.of(0x93), Buffer.from('NUMPY'), Buffer.of(1, 0, 118, 0), Buffer.from(header), numbers]);
}

function file(name: string, mutated: (draw: Draw) => Uint8Array): Subject['write'] {
  return (folder, draw) => {
    const path = join(folder, name);
    writeFileSync(path, mutated(draw));
    return path;
  };
}

// By name, because the sources and the built package each have a class of their own.
const isData = (error: unknown): boolean => (error as Error).name === 'DataError';

/** Makes the subjects. A model has to be saved before it can be mutated. */
export async function makeSubjects(folder: string): Promise<Subject[]> {
  const saved = join(folder, 'saved');
  const model = sequential({
    layers: [layers.dense({ units: 3, activation: 'relu', inputShape: [2] }), layers.dense({ units: 2 })],
  });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  await saveModel(model, saved);
  model.dispose();
  const [json, weights] = ['model.json', 'weights.bin'].map((name) => readFileSync(join(saved, name)));
  return [
    {
      name: 'notebook',
      write: file('n.ipynb', (draw) => mutateJson(JSON.stringify(NOTEBOOK, null, 1), draw)),
      read(path) {
        // What a run would write is a notebook again.
        const text = updateText(readFileSync(path, 'utf8'), readRunnable(path));
        writeFileSync(`${path}.out`, text);
        return readNotebook(`${path}.out`);
      },
      isExplained: (error) => error instanceof NotebookError,
    },
    {
      name: 'connection file',
      write: file('c.json', (draw) => mutateJson(CONNECTION, draw)),
      read: readConnectionFile,
      isExplained: (error) => error instanceof ConnectionError,
    },
    {
      name: 'model folder',
      write(to, draw) {
        const path = join(to, 'model');
        mkdirSync(path, { recursive: true });
        const isJson = draw.below(4) > 0;
        writeFileSync(join(path, 'model.json'), isJson ? mutateJson(json.toString(), draw) : json);
        writeFileSync(join(path, 'weights.bin'), isJson ? weights : mutateBytes(weights, draw));
        return path;
      },
      async read(path) {
        const { model: loaded } = await loadSavedModel(path);
        loaded.dispose();
      },
      isExplained: (error) => error instanceof UsageError,
    },
    {
      name: 'CSV file',
      write: file('t.csv', (draw) => mutateBytes(Buffer.from(CSV), draw)),
      read: (path) => loadCsv(path, { label: 'kind', missing: 'mean' }),
      isExplained: isData,
    },
    {
      name: 'IDX file',
      write: file('i.idx', (draw) => mutateBytes(IDX, draw)),
      read: loadIdx,
      isExplained: isData,
    },
    {
      name: 'NPY file',
      write: file('n.npy', (draw) => mutateBytes(npy(), draw)),
      read: (path) => parseNpy(readFileSync(path), path),
      isExplained: isData,
    },
  ];
}

/** Length of a message that is still one clear line. */
const MOST_CHARACTERS = 1000;

/** Describes what is wrong with the answer to a mutated file; undefined if nothing is. */
export async function faultOf(subject: Subject, folder: string, draw: Draw): Promise<string | undefined> {
  const path = subject.write(folder, draw);
  const before = readAll(path);
  try {
    await subject.read(path);
  } catch (error) {
    if (!subject.isExplained(error)) return `${(error as Error).stack}`;
    const { message } = error as Error;
    if (message.length > MOST_CHARACTERS) return `a message of ${message.length} characters`;
    if (/\p{Cc}/u.test(message)) return `a message with control characters: ${JSON.stringify(message)}`;
  }
  return readAll(path).equals(before) ? undefined : 'the file has changed';
}

function readAll(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.concat(['model.json', 'weights.bin'].map((name) => readFileSync(join(path, name))));
  }
}

/** Silences the warnings of TensorFlow.js about models that it cannot load. */
export function withoutWarnings<T>(work: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => {};
  return work().finally(() => {
    console.warn = warn;
  });
}
