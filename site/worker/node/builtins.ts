import { sha256 } from '@noble/hashes/sha2.js';
import { gunzipSync } from 'fflate';
import * as fs from './fs.js';
import * as path from './path.js';
import * as util from './util.js';

/** Node's modules that the library asks for, as far as it uses them. */
const MODULES: Record<string, object> = {
  'node:fs': fs,
  'node:path': path,
  'node:util': util,
  'node:zlib': { gunzipSync },
  'node:crypto': { createHash },
  // The library looks for data beside its own file.
  'node:url': { fileURLToPath: () => fs.DATA_FOLDER },
  'node:buffer': { isUtf8 },
};

Object.assign(globalThis, { [Symbol.for('initlab.builtin')]: (name: string) => MODULES[name] });

/** Computes SHA-256, which is the only algorithm that the library uses. */
function createHash(): { update(data: Uint8Array | string): { digest(): string } } {
  return {
    update: (data) => ({
      digest: () => {
        const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
        return Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
      },
    }),
  };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
