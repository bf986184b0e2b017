import { UsageError } from '../command.js';
import type { Shard } from './points/shard.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the shard of this process: that of `--shard I/N`, or else that of the task of a job array
 * of Slurm, an Indexed Job of Kubernetes or an array job of AWS Batch. Undefined means all points.
 *
 * @param count number of shards, for a scheduler that only says which task this is
 */
export function chooseShard(
  typed: string | undefined,
  count: number | undefined,
  environment: Environment,
): Shard | undefined {
  if (typed !== undefined) return parseShard(typed);
  return slurmShard(environment) ?? indexedShard(environment, count);
}

function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new UsageError(
    `--shard must be I/N with I from 1 to N, such as 2/8, not "${text}".\nSee: initlab sweep --help`,
  );
}

function slurmShard(environment: Environment): Shard | undefined {
  const [id, min, count, step = 1] = ['ID', 'MIN', 'COUNT', 'STEP'].map((name) =>
    integer(environment[`SLURM_ARRAY_TASK_${name}`]),
  );
  if (id === undefined) return undefined;
  if (min === undefined || count === undefined)
    throw new UsageError(
      'SLURM_ARRAY_TASK_ID is set, but SLURM_ARRAY_TASK_MIN or SLURM_ARRAY_TASK_COUNT is not. Name the part with --shard I/N.',
    );
  const place = (id - min) / step;
  if (Number.isInteger(place) && place >= 0 && place < count) return { index: place + 1, count };
  throw new UsageError(
    `The tasks of this job array are not numbered evenly: task ${id}, from ${min} on, ${count} tasks. ` +
      'Submit an array without gaps, such as --array=1-8, or name the part with --shard I/N.',
  );
}

function indexedShard(environment: Environment, typed: number | undefined): Shard | undefined {
  const [name, count] =
    environment.JOB_COMPLETION_INDEX === undefined
      ? ['AWS_BATCH_JOB_ARRAY_INDEX', typed ?? integer(environment.AWS_BATCH_JOB_ARRAY_SIZE)]
      : ['JOB_COMPLETION_INDEX', typed];
  const index = integer(environment[name]);
  if (index === undefined) return undefined;
  if (count === undefined)
    throw new UsageError(`${name} is set, so this is one task of several. Say how many there are with --shards N.`);
  if (index < count) return { index: index + 1, count };
  throw new UsageError(`${name} is ${index}, but --shards ${count} only allows 0 to ${count - 1}.`);
}

function integer(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
