import { add, setBackend, tidy } from '@tensorflow/tfjs-core';
import { knownOptions, oneOf } from '../foundation/argument.js';
import { loadCpu } from './cpu.js';
import { extendTfjs } from './extendTfjs.js';
import { loadTensorflow } from './tensorflow.js';
import { loadWasm, type WasmPaths } from './wasm.js';

export type BackendName = 'tensorflow' | 'wasm' | 'cpu';

export interface BackendOptions {
  /**
   * Where a browser finds tfjs's wasm files: the address of their folder, with a slash at its end, or the address of each by file name
   * (default: beside the script; Node reads them from the package). Counts when the wasm backend is loaded, which happens once.
   */
  wasmPaths?: WasmPaths;
  /**
   * Whether the wasm backend may round once, not twice, for each multiply-add of a matrix product: trains a tenth to a fifth faster where the
   * engine and the machine can, and the numbers then differ from those of other machines (default false).
   */
  fma?: boolean;
}

/** The backend that runs tfjs's operations. */
export interface Backend {
  readonly name: BackendName;
  /** Which backend runs, and why not a faster one, in one line. */
  readonly message: string;
}

const FASTEST_FIRST: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];

/** Takes the options that count at every call, and says what runs. */
type Start = (options: BackendOptions) => string;

/** Each backend is loaded at most once, or comes to the error that tells why it cannot be had. */
const loaded = new Map<BackendName, Promise<Start>>();

/**
 * Chooses what computes tfjs's tensors, from that call on; tensors that are there already stay valid. May be called again at any time.
 *
 * - `'tensorflow'`: the C library, through `@tensorflow/tfjs-node`; the fastest, where it is installed. Node alone.
 * - `'wasm'`: WebAssembly with SIMD, in Node and in browsers; complete for training.
 * - `'cpu'`: plain JavaScript; runs everywhere, up to a hundred times slower.
 * - `'auto'`: the first of these that works here.
 *
 * @returns the backend's name, and a message that says which one runs and why not a faster one
 * @throws RangeError if the choice is none of these
 * @throws Error if the chosen backend does not work here; the message says why (`'auto'` always finds one)
 * @example
 * ```ts
 * import { useBackend } from 'initlab';
 * const { name, message } = await useBackend('wasm');
 * name; // 'wasm'
 * ```
 */
export async function useBackend(
  choice: 'auto' | BackendName = 'auto',
  options: BackendOptions = {},
): Promise<Backend> {
  oneOf(choice, ['auto', ...FASTEST_FIRST], 'useBackend: the backend');
  knownOptions(options, ['wasmPaths', 'fma'], 'useBackend');
  extendTfjs();
  const missed: string[] = [];
  for (const name of choice === 'auto' ? FASTEST_FIRST : [choice]) {
    try {
      const start = await load(name, options);
      if (!(await setBackend(name))) throw new Error('tfjs could not start it');
      const description = start(options);
      probe();
      return backend(name, [`tfjs runs on ${description}`, ...missed].join('; '));
    } catch (error) {
      missed.push(`not on ${name}: ${(error as Error).message.split('\n', 1)[0]}`);
    }
  }
  throw new Error(
    `useBackend(${JSON.stringify(choice)}): tfjs does not run on ${missed.join('; ').slice('not on '.length)}`,
  );
}

function load(name: BackendName, { wasmPaths }: BackendOptions): Promise<Start> {
  const start = loaded.get(name) ?? LOADERS[name](wasmPaths);
  loaded.set(name, start);
  return start;
}

const LOADERS: Record<BackendName, (paths?: WasmPaths) => Promise<Start>> = {
  tensorflow: loadTensorflow,
  wasm: async (paths) => {
    const start = await loadWasm(paths);
    return ({ fma = false }) => start(fma);
  },
  cpu: loadCpu,
};

/** Some faults show at the first operation only. */
function probe(): void {
  const sum = tidy(() => add([1], [1]).dataSync()[0]);
  if (sum !== 2) throw new Error(`it says that 1 + 1 is ${sum}`);
}

function backend(name: BackendName, message: string): Backend {
  return Object.defineProperties(
    { name, message },
    {
      toString: { value: () => message },
      [Symbol.for('Jupyter.display')]: { value: () => ({ 'text/plain': message }) },
    },
  );
}
