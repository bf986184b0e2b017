import { MemoryError } from '../../backend/memoryError.js';
import { type DataFaultCode, isDataFault } from '../../network/dataErrors.js';
import { UsageError } from '../command.js';
import type { Arguments, ArraySource } from './arguments.js';

/** Advice in terms of the command line. */
const ADVICE: Partial<Record<DataFaultCode, string>> = {
  notProbability: 'Scale the column to this range. If it holds classes, give --label COLUMN instead of --target.',
};

/**
 * Computes, and turns an error of the library about the data or the loss into a usage error in the
 * terms of the command line. The code of the error decides: an error without such a code is a
 * fault of the program, which the user cannot correct.
 */
export function asUsageError<T>(given: Pick<Arguments, 'source' | 'options'>, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof MemoryError) throw inCommandTerms(error);
    if (!isDataFault(error)) throw error;
    const { argument, problem, code } = error;
    const sentence = `${nameOf(argument, given)} ${problem}.`;
    throw new UsageError([sentence, ADVICE[code] ?? []].flat().join(' '), { cause: error });
  }
}

function inCommandTerms({ message }: MemoryError): MemoryError {
  return new MemoryError(message.replace('diagnose: ', '').replace('set the option samples', 'set --samples'));
}

/** Names an argument of the library as the user of the command line gave it. */
function nameOf(argument: string, { source, options }: Pick<Arguments, 'source' | 'options'>): string {
  if (argument === 'loss') return options.loss === undefined ? 'the loss of the model' : '--loss';
  if (source.kind === 'arrays') return nameOfArray(argument, source);
  if (argument !== 'y') return argument;
  return source.kind === 'labels' ? source.file : `column ${source.column} of ${source.data}`;
}

/** Names the option that gave one of several arrays: `y of output "age"` is `--y age=…`. */
function nameOfArray(argument: string, { x, y }: ArraySource): string {
  const [, option, name] = /^([xy]) of (?:in|out)put "(.*)"$/.exec(argument) ?? [undefined, argument, undefined];
  const typed = { x, y }[option as 'x' | 'y'];
  if (typed === undefined) return argument;
  const own = typed.length === 1 ? typed[0] : typed.find((text) => text.startsWith(`${name}=`));
  return own === undefined ? `--${argument}` : `--${option} ${own}`;
}
