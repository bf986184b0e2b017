import { requirePackage } from './requirePackage.js';

/** Makes exports of a package that load it when they are first used. */
export interface OnDemand<M extends object> {
  /** Makes a function that calls the package's function of that name. */
  method<K extends keyof M>(name: K): M[K];
  /**
   * Makes an object with the properties of the package's object or class of that name. A class
   * cannot be extended or constructed by it, and only `Tensor`, which defines by itself what its
   * instances are, can stand on the right side of `instanceof`.
   */
  object<K extends keyof M>(name: K): M[K];
}

/**
 * Loads a package of TensorFlow.js at the first use of one of its exports. TensorFlow.js takes
 * .4 s of a processor to load, and most of this library works without it. Both packages are
 * CommonJS in Node.js, so this is the same copy that `import` loads.
 */
export function onDemand<M extends object>(packageName: string): OnDemand<M> {
  let loaded: M | undefined;
  const load = (): M => {
    loaded ??= requirePackage(packageName) as M;
    return loaded;
  };
  return {
    method: (name) => ((...args: unknown[]) => (load()[name] as (...args: unknown[]) => unknown)(...args)) as never,
    object: (name) => new Proxy({}, { get: (_, key) => Reflect.get(load()[name] as object, key) }) as never,
  };
}
