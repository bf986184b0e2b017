import { writeSync } from 'node:fs';

/** Writes a problem of the kernel itself to the real stderr of the process, never into a cell. */
export function reportTrouble(text: string): void {
  writeSync(2, `${text}\n`);
}
