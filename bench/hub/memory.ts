import { readdirSync, readFileSync } from 'node:fs';

/** A process of a student. */
export interface StudentProcess {
  pid: number;
  isKernel: boolean;
}

/** Lists the processes of a student: the single-user server, its kernels, and what they started. */
export function processesOf(student: string): StudentProcess[] {
  const found: StudentProcess[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const environment = read(`/proc/${name}/environ`);
    if (!environment.split('\0').includes(`JUPYTERHUB_USER=${student}`)) continue;
    const command = read(`/proc/${name}/cmdline`);
    if (command !== '') found.push({ pid: Number(name), isKernel: command.includes('--no-force-async-hooks-checks') });
  }
  return found;
}

/**
 * Measures the memory of processes in MB, where a page that several processes share counts in parts
 * (proportional set size), so that the sum over all students is what the machine needs.
 */
export function proportionalMemoryMb(processes: readonly StudentProcess[]): number {
  let kilobytes = 0;
  for (const { pid } of processes)
    kilobytes += Number(/^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
  return kilobytes / 1024;
}

/** Reads a file of a process, which may have ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
