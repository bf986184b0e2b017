import { inspect } from 'node:util';
import type { DisplayContent, MimeBundle } from '../../threads/outputEvent.js';
import { toBase64 } from './base64.js';

/**
 * Brings what a cell shows into the form that notebooks can keep: JSON types hold JSON, all others
 * text. Throws a TypeError that names the type of data that does not fit, so the cell that shows it
 * fails and not the kernel, or the program that saves the notebook.
 */
export function toSendable(content: DisplayContent): DisplayContent {
  const { data, metadata, transient } = asRecord(content, 'what is shown') as Partial<DisplayContent>;
  const id = transient?.display_id;
  return {
    data: toSendableBundle(asRecord(data, 'its data')),
    metadata: toJson(metadata ?? {}, 'metadata') as Record<string, unknown>,
    transient: id === undefined ? {} : { display_id: String(id) },
  };
}

export function toSendableBundle(bundle: Record<string, unknown>): MimeBundle {
  const sendable: MimeBundle = {};
  for (const [type, data] of Object.entries(bundle)) {
    if (data === undefined) continue;
    sendable[type] = /^application\/(.*\+)?json$/.test(type) ? toJson(data, type) : toText(data, type);
  }
  return sendable;
}

function toText(data: unknown, type: string): string {
  if (typeof data === 'string') return data;
  if (Array.isArray(data) && data.every((line) => typeof line === 'string')) return data.join('');
  if (data instanceof Uint8Array) return toBase64(data);
  throw new TypeError(`the data of type ${type} must be text, not ${inspect(data, { depth: 0 })}`);
}

/** Copies a value as JSON. What JSON cannot represent in a list or an object becomes null. */
function toJson(data: unknown, type: string): unknown {
  let json: string | undefined;
  try {
    json = JSON.stringify(data);
  } catch (error) {
    throw new TypeError(`the data of type ${type} cannot be written as JSON: ${(error as Error).message}`);
  }
  if (json === undefined)
    throw new TypeError(`the data of type ${type} must be JSON, not ${inspect(data, { depth: 0 })}`);
  return JSON.parse(json);
}

function asRecord(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new TypeError(`${what} must be an object of MIME types, not ${inspect(value, { depth: 0 })}`);
}
