import { inspect } from 'node:util';

export type MimeBundle = Record<string, unknown>;

const display = Symbol.for('Jupyter.display');

/** How a cell's last value is shown: as it says itself by `Symbol.for('Jupyter.display')`, else as text. */
export async function toMimeBundle(value: unknown): Promise<MimeBundle> {
  const method = (value as Record<symbol, unknown>)[display];
  if (typeof method !== 'function') return { 'text/plain': inspect(value) };
  const bundle: unknown = await method.call(value);
  if (typeof bundle !== 'object' || bundle === null) {
    throw new TypeError(`Symbol.for('Jupyter.display') must return a MIME bundle, an object, not ${inspect(bundle)}`);
  }
  JSON.stringify(bundle); // Throws here, where the cell can be told, if the bundle cannot be sent.
  return bundle as MimeBundle;
}
