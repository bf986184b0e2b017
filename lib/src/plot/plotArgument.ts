import { describe } from '../foundation/argument.js';

/**
 * Checks an argument of a plot function. A wrong one would fail later, far from the call.
 *
 * @param usage what to pass, for example `what trace returns: deadUnits(trace(model, data))`
 * @throws TypeError that says what was passed and what to pass
 */
export function plotArgument(isValid: boolean, value: unknown, name: string, usage: string): void {
  if (!isValid) throw new TypeError(`${name} is ${describe(value)}; pass ${usage}`);
}

/** Whether the value is an array, a typed array or another object with a length. */
export function isList(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as ArrayLike<unknown>).length === 'number';
}

/** Whether the value is an array of objects, each with a list under `key`. */
export function isSeries(value: unknown, key: string): boolean {
  return Array.isArray(value) && value.every((item) => isList((item as Record<string, unknown> | null)?.[key]));
}

/** Checks that the argument of a plot function is a trace of a model. */
export function traceArgument(trace: unknown, name: string): void {
  const { layers } = Object(trace) as { layers?: unknown };
  plotArgument(Array.isArray(layers), trace, `${name}: the trace`, `what trace returns: ${name}(trace(model, data))`);
}
