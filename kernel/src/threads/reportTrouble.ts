import { writeSync } from 'node:fs';

/** Writes the kernel's own trouble to the real stderr of the process, never into a cell. */
export function reportTrouble(text: string): void {
  writeSync(2, `${text}\n`);
}
