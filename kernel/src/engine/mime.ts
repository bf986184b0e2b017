import { inspect } from 'node:util';

export type MimeBundle = Record<string, unknown>;

const display = Symbol.for('Jupyter.display');

/** How a cell's last value is shown: as it says itself by `Symbol.for('Jupyter.display')`, else as text. */
export async function toMimeBundle(value: unknown): Promise<MimeBundle> {
  const method = (value as Record<symbol, unknown>)[display];
  if (typeof method === 'function') return (await method.call(value)) as MimeBundle;
  return { 'text/plain': inspect(value) };
}
