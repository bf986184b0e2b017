import { readStored, store } from './storage.js';

/** Key under which the exercises that the reader has solved are stored, for all lessons. */
const KEY = 'initlab-exercises';

declare global {
  interface DocumentEventMap {
    /** The reader has solved an exercise, or has thrown that away. */
    solvedchange: Event;
  }
}

/** Reads the names of the solved exercises. Any script of the same origin may have written them. */
export function readSolved(): string[] {
  try {
    const stored: unknown = JSON.parse(readStored(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

export function addSolved(names: readonly string[]): void {
  keep([...new Set([...readSolved(), ...names])]);
}

export function forgetSolved(names: readonly string[]): void {
  keep(readSolved().filter((name) => !names.includes(name)));
}

function keep(names: readonly string[]): void {
  store(KEY, names.length === 0 ? undefined : JSON.stringify(names));
  document.dispatchEvent(new Event('solvedchange'));
}
