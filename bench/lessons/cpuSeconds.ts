import { readFileSync } from 'node:fs';

/** Clock ticks per second in /proc, which is 100 on all common Linux systems. */
const TICKS_PER_S = 100;

/** Places of utime and stime among the fields after the name of the program. */
const [UTIME, STIME] = [11, 12];

/**
 * Reads the processor seconds that all threads of a process have used so far. The result is NaN on
 * systems without /proc.
 */
export function cpuSeconds(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_PER_S;
  } catch {
    return Number.NaN;
  }
}
