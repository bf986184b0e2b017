import { inspect } from 'node:util';
import type { MimeBundle } from '../threads/outputEvent.js';
import { displayMethods, toBundle } from './displayMethods.js';

const display = Symbol.for('Jupyter.display');

/**
 * How a cell's last value is shown: as its method `Symbol.for('Jupyter.display')` says, else by the methods of
 * {@link displayMethods} that it has, else as text. There is always text/plain; a method that fails is noted there.
 */
export async function toMimeBundle(value: unknown): Promise<MimeBundle> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return plain(value);
  const notes: string[] = [];
  const own = await call(value, display, toBundle, notes);
  const bundle = own ?? (await collect(value, notes));
  if (notes.length === 0 && 'text/plain' in bundle) return bundle;
  const text = String(bundle['text/plain'] ?? inspect(value));
  return { ...bundle, 'text/plain': [text, ...notes].join('\n') };
}

function plain(value: unknown): MimeBundle {
  return { 'text/plain': inspect(value) };
}

async function collect(value: object, notes: string[]): Promise<MimeBundle> {
  const bundle: MimeBundle = {};
  for (const { names, type, convert } of displayMethods) {
    for (const name of names) {
      const result = await call(value, name, convert, notes);
      if (result === undefined) continue;
      Object.assign(bundle, type === undefined ? result : { [type]: result });
      break;
    }
  }
  return bundle;
}

/** What the value's method says; undefined if there is none, if it says nothing, or if it fails: then with a note. */
async function call<T>(
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
