import { type Stats, statSync } from 'node:fs';

/** Returns the properties of a file or folder; undefined if the path does not exist. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
