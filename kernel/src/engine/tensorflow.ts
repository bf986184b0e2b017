import { createRequire } from 'node:module';

/** What TensorFlow.js keeps of the work that is under way: one object a process, in a global variable. */
interface TensorflowEngine {
  state: { scopeStack: unknown[] };
  endScope(): void;
}

/** TensorFlow.js, if a cell has loaded it. */
export interface Tensorflow {
  /** To be called before a cell: scopes that are open then are not the cell's. */
  begin(): void;
  /**
   * To be called after code was stopped, which could not take back its notes of what it had begun. Without this no
   * gradient would be computed any more, the tensors of an open `tidy` would stay, and a model whose `fit` was stopped
   * would refuse to train ever again.
   */
  mend(): void;
}

export function watchTensorflow(): Tensorflow {
  const engine = (): TensorflowEngine | undefined => (globalThis as { _tfengine?: TensorflowEngine })._tfengine;
  const forgetTraining = noteTraining();
  let scopesBefore = 0;
  return {
    begin() {
      scopesBefore = engine()?.state.scopeStack.length ?? 0;
    },
    mend() {
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
 * Models of tfjs-layers note in a property that they are in training. From here on those notes are kept in one place;
 * the function that is returned makes away with them.
 */
function noteTraining(): () => void {
  let training = new WeakSet<object>();
  const note: PropertyDescriptor & ThisType<object> = {
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
    if (/[\\/]tf-layers\.node\.js$/.test(filename)) {
      Object.defineProperty(module.exports.LayersModel.prototype, 'isTraining', note);
    }
  };
  return () => {
    training = new WeakSet();
  };
}
