import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { UsageError } from '../command.js';
import { numberOption } from '../numberOption.js';

/** Options of `initlab sweep` and of its sub-commands, as they were given. */
export interface SweepArguments {
  readonly out: string | undefined;
  readonly processes: number | undefined;
  readonly memory: number | undefined;
  readonly seed: number;
  readonly shard: string | undefined;
  readonly shards: number | undefined;
  readonly isChangeAllowed: boolean;
  readonly areFailuresAllowed: boolean;
  readonly isRetry: boolean;
  readonly json: boolean;
  readonly scheduler: 'slurm' | 'kubernetes' | undefined;
  readonly dryRun: boolean;
  readonly image: string | undefined;
  readonly claim: string | undefined;
  /** Texts that are no options: the sub-command, files and folders. */
  readonly words: string[];
  /** Texts after `--`, which the scheduler receives. */
  readonly passedOn: string[];
}

export function readArguments(args: string[]): SweepArguments {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const { values, positionals } = parseArgs({
    args: args.slice(0, end),
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      processes: { type: 'string' },
      'limit-memory': { type: 'string' },
      seed: { type: 'string', default: '0' },
      shard: { type: 'string' },
      shards: { type: 'string' },
      'allow-changes': { type: 'boolean', default: false },
      'allow-failures': { type: 'boolean', default: false },
      retry: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      slurm: { type: 'boolean', default: false },
      kubernetes: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      image: { type: 'string' },
      claim: { type: 'string' },
    },
  });
  if (positionals.includes('')) throw new UsageError('"" is not the name of a file.\nSee: initlab sweep --help');
  if (values.out === '') throw new UsageError('--out must name a folder, not "".\nSee: initlab sweep --help');
  if (values.slurm && values.kubernetes) throw new UsageError('Give --slurm or --kubernetes, not both.');
  const count = (name: 'processes' | 'shards'): number | undefined => {
    const text = values[name];
    return text === undefined ? undefined : numberOption(`--${name}`, text, 'a whole number of at least 1', isCount);
  };
  const limit = values['limit-memory'];
  return {
    out: values.out,
    processes: count('processes'),
    memory:
      limit === undefined
        ? undefined
        : numberOption('--limit-memory', limit, 'a number of megabytes of at least 64', (number) => number >= 64),
    seed: numberOption('--seed', values.seed, 'a whole number of at least 0', (number) => isCount(number + 1)),
    shard: values.shard,
    shards: count('shards'),
    isChangeAllowed: values['allow-changes'],
    areFailuresAllowed: values['allow-failures'],
    isRetry: values.retry,
    json: values.json,
    scheduler: values.slurm ? 'slurm' : values.kubernetes ? 'kubernetes' : undefined,
    dryRun: values['dry-run'],
    image: values.image,
    claim: values.claim,
    words: positionals,
    passedOn: args.slice(end + 1),
  };
}

/** Counts the cores that this process may use: those of the Slurm task, or of the machine. */
export function coresOf(environment: NodeJS.ProcessEnv): number {
  const text = environment.SLURM_CPUS_PER_TASK;
  return text !== undefined && isCount(Number(text)) ? Number(text) : availableParallelism();
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
