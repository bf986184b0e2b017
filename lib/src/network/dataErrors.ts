/**
 * The kinds of errors in data that a function was given, or in the loss for them. Errors in data
 * files have the codes of `DataError`.
 */
export type DataFaultCode = (typeof DATA_FAULT_CODES)[number];

export const DATA_FAULT_CODES = [
  /** The argument is not an object with inputs and targets. */
  'notData',
  /** The inputs, the targets, or the entry of one input or output are missing. */
  'missing',
  /** A value is neither a tensor nor an array of numbers. */
  'notNumbers',
  /** There are no samples. */
  'empty',
  /** The number of entries differs from the number of inputs or outputs of the model. */
  'wrongCount',
  /** The numbers do not fill the shape that they should have. */
  'wrongLength',
  /** The shape does not suit the model or the loss. */
  'wrongShape',
  /** Two values have different numbers of samples. */
  'mismatch',
  /** A number is NaN or infinite. */
  'notFinite',
  /** All numbers are 0. */
  'allZero',
  /** A label is not the number of a class. */
  'notClass',
  /** A target is not from 0 to 1. */
  'notProbability',
  /** A row of probabilities does not sum to 1. */
  'notDistribution',
  /** A class does not occur, so that the logarithm of its share is infinite. */
  'absentClass',
  /** The targets could be classes or numbers, and no option says which. */
  'ambiguous',
  /** There is no loss of this name, or the list of losses has the wrong form. */
  'unknownLoss',
  /** The loss does not suit the outputs of the model. */
  'unsuitableLoss',
] as const;

/** The parts of an error in data. */
export interface DataFault {
  /** Kind of the error, for programs that react to it or write a message of their own. */
  readonly code: DataFaultCode;
  /** The argument that is wrong, for example `y`, or `x of input "tokens"`. */
  readonly argument: string;
  /** The problem and advice, as the rest of a sentence that begins with the argument. */
  readonly problem: string;
  /** Index of the first wrong number among all numbers of the argument. */
  readonly index?: number | undefined;
}

/** Data have the right type, but do not fit the model, the loss or each other. */
export class DataRangeError extends RangeError implements DataFault {
  override readonly name = 'DataRangeError';
  declare readonly code: DataFaultCode;
  declare readonly argument: string;
  declare readonly problem: string;
  declare readonly index?: number | undefined;

  constructor(fault: DataFault, options?: ErrorOptions) {
    super(messageOf(fault), options);
    Object.assign(this, fault);
  }
}

/** Data have a type that the function does not accept. */
export class DataTypeError extends TypeError implements DataFault {
  override readonly name = 'DataTypeError';
  declare readonly code: DataFaultCode;
  declare readonly argument: string;
  declare readonly problem: string;
  declare readonly index?: number | undefined;

  constructor(fault: DataFault, options?: ErrorOptions) {
    super(messageOf(fault), options);
    Object.assign(this, fault);
  }
}

function messageOf({ argument, problem }: DataFault): string {
  return `${argument} ${problem}`;
}

const CODES: ReadonlySet<unknown> = new Set(DATA_FAULT_CODES);

/**
 * Recognizes an error in data, by its code alone. Every other error, whatever its class, is a fault
 * of a program.
 */
export function isDataFault(error: unknown): error is Error & DataFault {
  return error instanceof Error && CODES.has((error as Partial<DataFault>).code);
}
