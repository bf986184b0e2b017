import { createRequire } from 'node:module';
import type { MainSide } from '../threads/shared.js';

/** The engine of TensorFlow.js, which keeps its state in one global variable of the process. */
interface TensorflowEngine {
  state: { scopeStack: unknown[] };
  endScope(): void;
  runKernelFunc(...args: unknown[]): unknown;
}

/** Thrown in place of an operation after an interrupt, so that no operation is stopped halfway. */
export class Interruption extends Error {
  override name = 'KeyboardInterrupt';
}

/** Keeps TensorFlow.js usable after interrupts, if a cell has loaded it. */
export interface TensorflowRepair {
  /** Remembers the open scopes, which the next cell does not own. Call it before each cell. */
  begin(): void;
  /**
   * Resets the state of work that was stopped halfway. Without it, no gradient would be computed
   * any more, the tensors of an open `tidy` would stay, and a model whose `fit` was stopped would
   * never train again.
   */
  repair(): void;
}

export function watchTensorflow(mainSide: MainSide): TensorflowRepair {
  const engine = (): TensorflowEngine | undefined => (globalThis as { _tfengine?: TensorflowEngine })._tfengine;
  const forgetTraining = watchModules(() => makeInterruptible(engine(), mainSide));
  let scopesBefore = 0;
  return {
    begin() {
      scopesBefore = engine()?.state.scopeStack.length ?? 0;
    },
    repair() {
      const current = engine();
      if (!current) return;
      const idle = { kernelDepth: 0, gradientDepth: 0, activeTape: null, numDataMovesStack: [], profiling: false };
      Object.assign(current.state, idle);
      while (current.state.scopeStack.length > scopesBefore) current.endScope();
      forgetTraining();
    },
  };
}

/**
 * Lets every operation begin only if there is no interrupt. Code that is stopped in the middle of
 * an operation, while it takes memory for example, leaves TensorFlow.js damaged.
 */
function makeInterruptible(engine: TensorflowEngine | undefined, mainSide: MainSide): void {
  if (engine === undefined || Object.hasOwn(engine, 'runKernelFunc')) return;
  const run = engine.runKernelFunc;
  engine.runKernelFunc = function (...args) {
    if (mainSide.isInterrupted()) throw new Interruption('the cell was interrupted');
    return mainSide.compute(() => run.apply(this, args));
  };
}

/**
 * Calls `onCore` when tfjs-core has been loaded, and tracks which models of tfjs-layers are in
 * training: from now on their property `isTraining` is kept in one set. The returned function
 * clears it.
 */
function watchModules(onCore: () => void): () => void {
  let training = new WeakSet<object>();
  const isTraining: PropertyDescriptor & ThisType<object> = {
    get() {
      return training.has(this);
    },
    set(value: boolean) {
      if (value) training.add(this);
      else training.delete(this);
    },
  };
  const { extensions } = createRequire(import.meta.url);
  const load = extensions['.js'];
  extensions['.js'] = (module, filename) => {
    load(module, filename);
    if (/[\\/]tf-core\.node\.js$/.test(filename)) onCore();
    if (/[\\/]tf-layers\.node\.js$/.test(filename)) {
      Object.defineProperty(module.exports.LayersModel.prototype, 'isTraining', isTraining);
    }
  };
  return () => {
    training = new WeakSet();
  };
}
