/** The part of a sweep that one task of a cluster's scheduler runs. */
export interface TaskOptions {
  readonly file: string;
  readonly folder: string;
  readonly processes: number | undefined;
  /** Megabytes that a process may hold. */
  readonly memory: number | undefined;
  readonly seed: number;
}

/** Memory of the process that hands out the points, in megabytes. */
const PARENT_MB = 256;

/** Makes the words of the command line that run a task, after the name of the program. */
export function taskWords({ file, folder, processes = 1, memory, seed }: TaskOptions): string[] {
  return [
    ...['sweep', file, '--out', folder, '--processes', String(processes)],
    ...(memory === undefined ? [] : ['--limit-memory', String(memory)]),
    ...['--seed', String(seed), '--allow-failures'],
  ];
}

/** Computes the memory that a task needs, in megabytes; undefined without a limit. */
export function taskMegabytes({
  processes = 1,
  memory,
}: Pick<TaskOptions, 'processes' | 'memory'>): number | undefined {
  return memory === undefined ? undefined : Math.ceil(processes * memory) + PARENT_MB;
}
