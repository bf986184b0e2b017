export interface SlurmOptions {
  /** Command that starts the command line, as words. */
  readonly command: readonly string[];
  readonly file: string;
  readonly folder: string;
  readonly name: string;
  readonly shards: number;
  readonly processes: number | undefined;
  readonly memory: number | undefined;
  readonly seed: number;
  /** Options for sbatch, such as `--time=2:00:00`. */
  readonly options: readonly string[];
}

/** Memory of the process that hands out the points, in megabytes. */
const PARENT_MB = 256;

/**
 * Writes the script of a job array, each task of which runs one shard. A task that the scheduler
 * requeues continues where it was.
 */
export function slurmScript(given: SlurmOptions): string {
  const { command, file, folder, name, shards, processes = 1, memory, seed, options } = given;
  const directives = [
    `--job-name=${name}`,
    `--array=1-${shards}`,
    `--cpus-per-task=${processes}`,
    ...(memory === undefined ? [] : [`--mem=${Math.ceil(processes * memory) + PARENT_MB}M`]),
    '--requeue',
    '--open-mode=append',
    `--output="${folder.replaceAll('%', '%%')}/log/%A_%a.log"`,
    ...options,
  ];
  const words = [
    ...command,
    'sweep',
    file,
    '--out',
    folder,
    '--processes',
    String(processes),
    ...(memory === undefined ? [] : ['--limit-memory', String(memory)]),
    '--seed',
    String(seed),
    '--allow-failures',
  ];
  return `#!/bin/bash
${directives.map((directive) => `#SBATCH ${directive}`).join('\n')}
# The task finds its shard in SLURM_ARRAY_TASK_ID. exec lets Slurm's signals reach the sweep.
exec ${words.map(quote).join(' ')}
`;
}

/** Quotes a word for a shell. */
function quote(word: string): string {
  return /^[\w./=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
