/** The name of a Python class or function in a pickle. It is never looked up or called. */
export interface PickledGlobal {
  readonly kind: 'global';
  readonly name: string;
}

/** An object of a class that is not known: its parts, without its behaviour. */
export interface PickledObject {
  readonly kind: 'object';
  readonly type: string;
  readonly parts: unknown[];
}

/** The numbers that tensors share, as a pickle refers to them. */
export interface PickledStorage {
  readonly kind: 'storage';
  /** Type of the numbers, as NumPy names it; undefined if the tensor names it. */
  readonly dtype: string | undefined;
  /** Name of the file or part with the numbers. */
  readonly key: string;
  /** Count of its numbers. */
  readonly length: number;
}

/** A tensor in a pickle: a view of a storage. */
export interface PickledTensor {
  readonly kind: 'tensor';
  readonly storage: PickledStorage;
  readonly dtype: string;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Checks whether a value of a pickle is of a kind. */
export function isKind<K extends 'global' | 'object' | 'storage' | 'tensor'>(
  value: unknown,
  kind: K,
): value is Extract<PickledGlobal | PickledObject | PickledStorage | PickledTensor, { kind: K }> {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === kind;
}
