import { parseArgs } from 'node:util';
import type { DiagnoseOptions } from '../../diagnose/diagnose.js';
import type { OptimizerName } from '../../network/optimizer.js';
import { UsageError } from '../command.js';
import { numberOption } from '../numberOption.js';

/** Arguments of the command, checked as far as possible without reading its files. */
export interface Arguments {
  model: string;
  source: DataSource | ArraySource;
  features: string[] | undefined;
  missing: 'error' | 'drop' | 'mean';
  inputs: { scale: number } | 'standardize';
  options: DiagnoseOptions;
  json: boolean;
  repair: string | undefined;
  report: string | undefined;
}

/** A file for a model with one input and one output, with the source of its targets. */
export type DataSource = { data: string } & TargetSource;

/** The source of the targets: a column of classes, a column of numbers, or a file of classes. */
export type TargetSource =
  | { kind: 'label'; column: string; classes: string[] | undefined }
  | { kind: 'target'; column: string }
  | { kind: 'labels'; file: string };

/** Files of numbers, one for each input and output, as they were typed: `FILE` or `NAME=FILE`. */
export interface ArraySource {
  kind: 'arrays';
  x: string[];
  y: string[];
}

const OPTIMIZER_NAMES: readonly OptimizerName[] = ['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad'];

const LANGUAGES = ['tfjs', 'pytorch', 'keras'] as const;

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  data: text,
  x: texts,
  y: texts,
  label: text,
  target: text,
  labels: text,
  features: text,
  classes: text,
  missing: text,
  scale: text,
  standardize: flag,
  loss: texts,
  optimizer: text,
  'learning-rate': text,
  steps: text,
  'trial-steps': text,
  samples: text,
  seed: text,
  lang: text,
  json: flag,
  repair: text,
  report: text,
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

export function readArguments(args: string[]): Arguments {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [model, ...more] = positionals;
  const see = 'See: initlab diagnose --help';
  if (model === undefined) throw new UsageError(`No model was given.\n${see}`);
  if (more.length > 0)
    throw new UsageError(`Give one model, not ${positionals.length}: ${positionals.join(', ')}.\n${see}`);
  if (model === '') throw new UsageError(`"" is not the name of a model.\n${see}`);
  const source = sourceOf(values);
  return {
    model,
    source,
    features: list('--features', values.features, source),
    missing: oneOf('--missing', values.missing ?? 'error', ['error', 'drop', 'mean']),
    inputs: inputsOf(values),
    options: optionsOf(values),
    json: values.json ?? false,
    repair: values.repair,
    report: values.report,
  };
}

function sourceOf(values: Values): Arguments['source'] {
  const { data, x, y } = values;
  const see = 'See: initlab diagnose --help';
  if (data === '') throw new UsageError(`--data must name a file, not "".\n${see}`);
  if (data !== undefined) {
    if (x ?? y) throw new UsageError(`Give --data with its target, or --x and --y, not both.\n${see}`);
    return { data, ...targetOf(values) };
  }
  if (x === undefined && y === undefined)
    throw new UsageError(`No data was given. Add --data FILE, or --x FILE and --y FILE.\n${see}`);
  if (x === undefined) throw new UsageError(`The inputs are missing. Add --x FILE.\n${see}`);
  if (y === undefined) throw new UsageError(`The targets are missing. Add --y FILE.\n${see}`);
  const wrong = (['label', 'target', 'labels', 'classes', 'features'] as const).find(
    (name) => values[name] !== undefined,
  );
  if (wrong) throw new UsageError(`--${wrong} belongs to --data. With --x, give the targets as --y FILE.\n${see}`);
  const empty = [...x, ...y].find((text) => text === '' || text.endsWith('='));
  if (empty !== undefined) throw new UsageError(`"${empty}" does not name a file.\n${see}`);
  if (values.missing === 'drop')
    throw new UsageError(
      `--missing drop would leave out lines of one file but not of the others. Remove them from all files, or give --missing mean.\n${see}`,
    );
  return { kind: 'arrays', x, y };
}

function targetOf({ label, target, labels, classes }: Values): TargetSource {
  const given = [label, target, labels].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw new UsageError(
      'Give exactly one target: --label COLUMN or --target COLUMN of a table, or --labels FILE for an IDX file.',
    );
  if (classes !== undefined && label === undefined)
    throw new UsageError('--classes needs --label: it lists the class names in that column.');
  if (target !== undefined) return { kind: 'target', column: target };
  if (labels !== undefined) return { kind: 'labels', file: labels };
  return { kind: 'label', column: label as string, classes: list('--classes', classes) };
}

function list(name: string, value: string | undefined, source?: Arguments['source']): string[] | undefined {
  if (value === undefined) return undefined;
  if (source?.kind === 'labels')
    throw new UsageError(`${name} is for a table; an IDX file has no named columns. Leave out ${name}.`);
  const parts = value.split(',').map((part) => part.trim());
  const wrong = parts.find((part, i) => part === '' || parts.indexOf(part) !== i);
  if (wrong === undefined) return parts;
  throw new UsageError(`${name} must list different names separated by commas, not "${value}".`);
}

function inputsOf({ scale, standardize }: Values): Arguments['inputs'] {
  if (!standardize)
    return { scale: numberOption('--scale', scale ?? '1', 'a number other than 0', (factor) => factor !== 0) };
  if (scale === undefined) return 'standardize';
  throw new UsageError('Give --scale or --standardize, not both: standardizing cancels any factor.');
}

function optionsOf(values: Values): Arguments['options'] {
  const { loss, optimizer, steps, samples, seed, lang, 'learning-rate': rate, 'trial-steps': trialSteps } = values;
  const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
  const isSeed = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
  return {
    ...(loss !== undefined && { loss: lossesOf(loss) }),
    ...(optimizer !== undefined && { optimizer: oneOf('--optimizer', optimizer, OPTIMIZER_NAMES) }),
    ...(rate !== undefined && {
      learningRate: numberOption('--learning-rate', rate, 'a number above 0', (value) => value > 0),
    }),
    ...(steps !== undefined && { steps: numberOption('--steps', steps, 'a whole number of at least 1', isCount) }),
    ...(trialSteps !== undefined && {
      trialSteps: numberOption('--trial-steps', trialSteps, 'a whole number of at least 1', isCount),
    }),
    ...(samples !== undefined && {
      samples: numberOption('--samples', samples, 'a whole number of at least 1', isCount),
    }),
    ...(lang !== undefined && { language: oneOf('--lang', lang, LANGUAGES) }),
    ...(seed !== undefined && { seed: numberOption('--seed', seed, 'a whole number of at least 0', isSeed) }),
  };
}

/**
 * One loss for all outputs, or losses by the names of the outputs: `--loss NAME` or `--loss
 * OUTPUT=NAME`.
 */
function lossesOf(typed: readonly string[]): string | Record<string, string> {
  const parts = typed.map((text) => text.split('='));
  if (parts.length === 1 && parts[0].length === 1) return typed[0];
  const wrong = parts.findIndex(
    ([output, name], i) => !output || !name || parts.findIndex(([other]) => other === output) !== i,
  );
  if (wrong < 0) return Object.fromEntries(parts.map(([output, name]) => [output, name]));
  throw new UsageError(`--loss must be one name for all outputs, or OUTPUT=NAME once for each, not "${typed[wrong]}".`);
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(`${name} must be one of ${allowed.join(', ')}, not "${value}".`);
}
