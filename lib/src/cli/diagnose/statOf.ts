import { type Stats, statSync } from 'node:fs';

/** Returns what is known of a file or folder; undefined if the path leads nowhere. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
