import { type TaskOptions, taskMegabytes, taskWords } from './clusterTask.js';

export interface SlurmOptions extends TaskOptions {
  /** Command that starts the command line, as words. */
  readonly command: readonly string[];
  readonly name: string;
  readonly shards: number;
  /** Options for sbatch, such as `--time=2:00:00`. */
  readonly options: readonly string[];
}

/**
 * Writes the script of a job array, each task of which runs one shard. A task that the scheduler
 * requeues continues where it was.
 */
export function slurmScript(given: SlurmOptions): string {
  const { command, folder, name, shards, processes = 1, options } = given;
  const megabytes = taskMegabytes(given);
  const directives = [
    `--job-name=${name}`,
    `--array=1-${shards}`,
    `--cpus-per-task=${processes}`,
    ...(megabytes === undefined ? [] : [`--mem=${megabytes}M`]),
    '--requeue',
    '--open-mode=append',
    `--output="${folder.replaceAll('%', '%%')}/log/%A_%a.log"`,
    ...options,
  ];
  const words = [...command, ...taskWords(given)];
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
