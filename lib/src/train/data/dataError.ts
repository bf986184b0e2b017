import { oneLine } from '../../foundation/oneLine.js';

/** The kinds of errors in a data file. */
export type DataErrorCode =
  /** The file, or a data set's folder, does not exist. */
  | 'notFound'
  /** The operating system refuses to read the file. */
  | 'unreadable'
  /** The content differs from the published content. */
  | 'altered'
  /** The file ends too early, or is longer than it says. */
  | 'wrongLength'
  | 'notGzip'
  | 'notUtf8'
  | 'notIdx'
  | 'notNpy'
  | 'notCsv'
  /** A record has another number of fields than the records before. */
  | 'ragged'
  | 'empty'
  | 'duplicateColumn'
  | 'unknownColumn'
  /** The column to predict is also among the features. */
  | 'targetInFeatures'
  | 'missing'
  /** A column in which every value is missing. */
  | 'noValues'
  | 'notNumber'
  /** Two files of one data set do not belong together. */
  | 'mismatch';

/** The place of an error in a file, and advice. */
export interface DataErrorDetails {
  /** Line of a table, counted from 1. */
  line?: number;
  /** Name of a table's column. */
  column?: string;
  /** Advice on what to do, in terms of the library. */
  advice?: string;
}

/** A data file is missing, damaged, altered or not in the expected format. */
export class DataError extends Error {
  /** Path of the file as it was searched for. */
  readonly file: string;
  /** Kind of the error, for programs that react to it or word it themselves. */
  readonly code: DataErrorCode;
  /** The problem in one sentence, without the file, the place and the advice. */
  readonly problem: string;
  readonly line: number | undefined;
  readonly column: string | undefined;
  readonly advice: string | undefined;

  constructor(file: string, code: DataErrorCode, problem: string, details: DataErrorDetails = {}) {
    const { line, column, advice } = details;
    super(dataMessage({ file, problem: oneLine(problem), line, column: column && oneLine(column), advice }));
    this.name = 'DataError';
    this.file = file;
    this.code = code;
    this.problem = problem;
    this.line = line;
    this.column = column;
    this.advice = advice;
  }
}

/** The message of an error: file, place, problem and advice. */
export function dataMessage(error: Pick<DataError, 'file' | 'problem' | 'line' | 'column' | 'advice'>): string {
  const { file, problem, line, column, advice } = error;
  const place = [line === undefined ? [] : `line ${line}`, column === undefined ? [] : `column ${column}`].flat();
  const located = place.length > 0 ? `${place.join(', ')}: ${problem}` : problem;
  return [`${file}: ${located}`, advice ?? []].flat().join(' ');
}
