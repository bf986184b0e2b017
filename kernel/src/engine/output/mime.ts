import { inspect } from 'node:util';
import type { MimeBundle } from '../../threads/outputEvent.js';
import { hasColors } from '../errors/hasColors.js';
import { DISPLAY_METHODS, toMimeData } from './displayMethods.js';

/** The method by which a value returns its own MIME bundle. */
const DISPLAY = Symbol.for('Jupyter.display');

/**
 * Represents the last value of a cell: by its method `Symbol.for('Jupyter.display')`, else by its
 * methods in {@link DISPLAY_METHODS}, else as text. There is always text/plain, which also names
 * every method that failed.
 */
export async function toMimeBundle(value: unknown): Promise<MimeBundle> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return toPlainText(value);
  const notes: string[] = [];
  const own = await callMethod(value, DISPLAY, toMimeData, notes);
  const bundle = own ?? (await collect(value, notes));
  if (notes.length === 0 && 'text/plain' in bundle) return bundle;
  const text = String(bundle['text/plain'] ?? inspect(value, { colors: hasColors() }));
  return { ...bundle, 'text/plain': [text, ...notes].join('\n') };
}

function toPlainText(value: unknown): MimeBundle {
  return { 'text/plain': inspect(value, { colors: hasColors() }) };
}

async function collect(value: object, notes: string[]): Promise<MimeBundle> {
  const bundle: MimeBundle = {};
  for (const { names, type, convert } of DISPLAY_METHODS) {
    for (const name of names) {
      const result = await callMethod(value, name, convert, notes);
      if (result === undefined) continue;
      Object.assign(bundle, type === undefined ? result : { [type]: result });
      break;
    }
  }
  return bundle;
}

/**
 * Calls a method of the value. The result is undefined if there is no such method or if it fails;
 * then a note says so.
 */
async function callMethod<T>(
  value: object,
  name: string | symbol,
  convert: (result: unknown) => T,
  notes: string[],
): Promise<T | undefined> {
  try {
    const method = (value as Record<string | symbol, unknown>)[name];
    if (typeof method !== 'function') return undefined;
    const result: unknown = await method.call(value);
    return result === undefined || result === null ? undefined : convert(result);
  } catch (error) {
    const shown = typeof name === 'symbol' ? `[${String(name)}]` : name;
    notes.push(`(${shown} failed: ${error instanceof Error ? `${error.name}: ${error.message}` : inspect(error)})`);
    return undefined;
  }
}
