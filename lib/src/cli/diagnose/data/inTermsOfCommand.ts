import { DataError, type DataErrorCode, dataMessage } from '../../../train/data/dataError.js';
import { UsageError } from '../../command.js';

/**
 * Advice in terms of the command line, for errors whose advice in the library names options of
 * functions.
 */
const ADVICE: Partial<Record<DataErrorCode, string>> = {
  missing: 'Pass --missing drop to leave such lines out, or --missing mean to fill in inputs.',
  notNumber: 'Choose the columns of numbers with --features.',
  notUtf8: 'Save a table as text in UTF-8. For an IDX file, give --labels FILE.',
  targetInFeatures: 'Leave it out of --features.',
  notIdx: 'For a table, give --label COLUMN or --target COLUMN.',
};

/** Rewrites errors in data in terms of the command line. `target` is the column of --target. */
export function inTermsOfCommand<T>(
  read: () => T,
  advice: Partial<Record<DataErrorCode, string>> = ADVICE,
  target?: string,
): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const { file, problem, line, column, advice: own, code } = error;
    const isTarget = code === 'notNumber' && column === target;
    const told = isTarget ? 'If it holds classes, give --label COLUMN instead of --target.' : (advice[code] ?? own);
    throw new UsageError(dataMessage({ file, problem, line, column, advice: told }), { cause: error });
  }
}
