import { UsageError } from '../command.js';
import { nearest } from '../nearest.js';
import { readArguments, type SweepArguments } from './arguments.js';
import { SweepError } from './points/sweepError.js';
import { runSweep } from './runSweep.js';

export const usage: string = `Usage: initlab sweep FILE --out DIR [options]
       initlab sweep status DIR [--json]
       initlab sweep collect DIR [--out DIR]
       initlab sweep submit FILE --out DIR --shards N (--slurm | --kubernetes) [-- OPTIONS]

Runs an experiment at every point of a grid, on all cores, in processes of their own. FILE exports
  grid                                    an object of axes, { depth: [4, 8], seed: [0, 1] }, or a
                                          function that returns a list of points
  run(point, { seed, signal, progress })  computes plain data, such as { accuracy: 0.9 }
FILE is JavaScript, or TypeScript if Node.js 22.18 or newer runs it, or initlab-kernel is installed.

DIR keeps a line for each finished point, in a file for each process. The same command continues
after any end of the process, and runs only the points without a line. A point that throws is
kept with its error and is not fatal. The seed of a point depends only on the point and on --seed.

Options:
  --out DIR          folder of the results
  --processes N      processes to run at the same time (default: one for each core)
  --limit-memory M   megabytes that a process may hold; a point that needs more fails
  --seed S           seed from which the seeds of the points follow (default 0)
  --retry            run the points that failed again
  --allow-failures   exit with 0 even if points failed
  --allow-changes    go on in a folder whose results another text of FILE or another grid made
  --shard I/N        run only part I of N; found without it in a job array of Slurm or AWS Batch
  --shards N         number of parts, where the scheduler only says which part this is (Kubernetes)

status prints how many points are done and which errors occurred. collect writes one row per point
into results.ndjson and results.parquet, without doubles.

submit writes a job whose tasks each run one of the N shards:
  --slurm            a job array, which is submitted; OPTIONS are those of sbatch, such as
                     -- --partition=long --time=4:00:00. DIR must be on a shared file system
  --dry-run          write the script and do not submit it
  --kubernetes       an Indexed Job, to submit with kubectl
  --image IMAGE      image with this project installed in its working folder (Kubernetes)
  --claim NAME       PersistentVolumeClaim of the shared folder (Kubernetes)

Exit code: 0 if all points are done, 1 if points failed or are missing, 2 for a usage error, 130
after Ctrl-C. Ctrl-C ends the points that are running, and leaves no unfinished line.`;

const SUBCOMMANDS: Readonly<Record<string, (given: SweepArguments) => Promise<number>>> = {
  status: async (given) => (await import('./status.js')).status(given),
  collect: async (given) => (await import('./collect.js')).collect(given),
  submit: async (given) => (await import('./submit.js')).submit(given),
};

export async function run(args: string[]): Promise<number> {
  const given = readArguments(args);
  const [first, ...more] = given.words;
  if (first === undefined)
    throw new UsageError('No file was given. Name a file that exports grid and run.\nSee: initlab sweep --help');
  try {
    if (Object.hasOwn(SUBCOMMANDS, first)) return await SUBCOMMANDS[first](given);
    if (more.length > 0) throw new UsageError(unexpected(first, more));
    return await runSweep(first, given);
  } catch (error) {
    throw error instanceof SweepError ? new UsageError(error.message, { cause: error }) : error;
  }
}

function unexpected(first: string, more: readonly string[]): string {
  const guess = nearest(first, Object.keys(SUBCOMMANDS));
  const hint = guess === undefined ? 'Name one file.' : `Did you mean "${guess}"?`;
  return `"${more[0]}" was not expected after "${first}". ${hint}\nSee: initlab sweep --help`;
}
