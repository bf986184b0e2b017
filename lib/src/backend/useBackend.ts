import { add, engine, getBackend, ready, setBackend, tidy } from '#tfjs-core';
import { knownOptions, oneOf } from '../foundation/argument.js';
import { loadCpu } from './cpu.js';
import { extendTfjs } from './extendTfjs.js';
import { loadTensorflow } from './tensorflow.js';
import { loadWasm, type WasmPaths } from './wasm.js';

export type BackendName = 'tensorflow' | 'wasm' | 'cpu';

export interface BackendOptions {
  /**
   * Address of tfjs's wasm files, for a browser: the address of their folder, with a slash at the
   * end, or an object with the address of each file by its name. Default: the folder of the script.
   * Node reads the files from the package. The option takes effect when the wasm backend is loaded,
   * which happens once.
   */
  wasmPaths?: WasmPaths;
  /**
   * Whether the wasm backend may round once instead of twice for each multiply-add of a matrix
   * product. If the engine and the machine can, training is 10 to 20 percent faster, but the
   * numbers differ from those of other machines. Default false.
   */
  fma?: boolean;
}

/** Backend that runs tfjs's operations. */
export interface Backend {
  readonly name: BackendName | (string & {});
  /** Message in one line that says which backend runs, and why no faster one does. */
  readonly message: string;
}

const FASTEST_FIRST: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];

/** Applies the options of one call, and returns a description of the backend that now runs. */
type Start = (options: BackendOptions) => string;

/**
 * The loaded backends, or the errors that say why a backend is not available. Each backend is
 * loaded only once.
 */
const loaded = new Map<BackendName, Promise<Start>>();

/**
 * Chooses the backend of tfjs. Existing tensors stay valid, and you can call this function again at
 * any time.
 *
 * - `'tensorflow'`: the C library through `@tensorflow/tfjs-node`; the fastest if it is installed,
 *   only in Node.
 * - `'wasm'`: WebAssembly with SIMD, in Node and in browsers; complete for training.
 * - `'cpu'`: plain JavaScript; runs everywhere, but up to a hundred times slower.
 * - `'auto'`: a backend that the program has registered with tfjs and that is none of these, such
 *   as webgl or webgpu; otherwise the first of these that works here.
 *
 * @returns the backend's name, and a message that says which backend runs and why no faster one
 *   does
 * @throws RangeError if the choice is none of these
 * @throws Error if the chosen backend does not work here; the message says why (`'auto'` always
 *   finds one)
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
  const registered = choice === 'auto' ? await startRegistered() : undefined;
  if (registered !== undefined) {
    try {
      probe();
      return backend(registered, `tfjs runs on ${registered}, which the program has registered`);
    } catch (error) {
      missed.push(`not on ${registered}: ${firstLine(error)}`);
    }
  }
  for (const name of choice === 'auto' ? FASTEST_FIRST : [choice]) {
    try {
      const start = await load(name, options);
      if (!(await setBackend(name))) throw new Error('tfjs could not start it');
      const description = start(options);
      probe();
      return backend(name, [`tfjs runs on ${description}`, ...missed].join('; '));
    } catch (error) {
      missed.push(`not on ${name}: ${firstLine(error)}`);
    }
  }
  throw new Error(
    `useBackend(${JSON.stringify(choice)}): tfjs does not run on ${missed.join('; ').slice('not on '.length)}`,
  );
}

/**
 * Starts the best backend that the program has registered with tfjs, if it is none that this
 * library loads. A page that has webgl or webgpu would only become slower on another.
 */
async function startRegistered(): Promise<string | undefined> {
  const isOther = (name: string): boolean => !FASTEST_FIRST.includes(name as BackendName);
  if (!getBackend() && Object.keys(engine().registryFactory).some(isOther)) await ready();
  const name = getBackend();
  return name && isOther(name) ? name : undefined;
}

function firstLine(error: unknown): string {
  return (error as Error).message.split('\n', 1)[0];
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

/** Runs one operation, because some faults of a backend only appear then. */
function probe(): void {
  const sum = tidy(() => add([1], [1]).dataSync()[0]);
  if (sum !== 2) throw new Error(`it says that 1 + 1 is ${sum}`);
}

function backend(name: string, message: string): Backend {
  return Object.defineProperties(
    { name, message },
    {
      toString: { value: () => message },
      [Symbol.for('Jupyter.display')]: { value: () => ({ 'text/plain': message }) },
    },
  );
}
