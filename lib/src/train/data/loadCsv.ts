import { describe, knownOptions, oneOf, truth } from '../../foundation/argument.js';
import { builtin } from '../../foundation/builtin.js';
import type { NumberArray } from '../../foundation/numberArray.js';
import { type CsvColumn, classesOf, isMissing, isNumber, numbersOf, placeOf } from './csvColumns.js';
import { DataError } from './dataError.js';
import type { Dataset } from './dataset.js';
import { type CsvRecord, parseCsvBytes } from './parseCsv.js';
import { readContent } from './readContent.js';

export interface CsvOptions {
  /**
   * Columns of numbers to learn from, by name or by index from 0. Default: all columns except label
   * and target.
   */
  features?: readonly CsvColumn[];
  /** Column of classes to predict, of any text or number. */
  label?: CsvColumn;
  /** Column of numbers to predict. */
  target?: CsvColumn;
  /** Whether the first line has names. Default: true if none of its fields is a number. */
  header?: boolean;
  /**
   * Delimiter, one character. Default: of comma, semicolon, tab and bar, the one that divides the
   * first line into the most fields.
   */
  delimiter?: string;
  /**
   * Treatment of a missing value (an empty field, NA, N/A, NaN, null, none or ?): 'error'
   * (default), 'drop' the record, or fill in the 'mean' of the column. Labels and targets are never
   * filled in.
   */
  missing?: 'error' | 'drop' | 'mean';
}

export interface CsvTable {
  /** Features, [records, features] in float32. */
  x: NumberArray;
  /** Names of the features, or their indices if the file has no names. */
  features: string[];
  /** Number of records that were dropped. */
  dropped: number;
}

export interface CsvDataset extends Dataset, Omit<CsvTable, 'x'> {
  /** Texts of classes 0, 1, 2 …, sorted. Present with `label`. */
  classes?: string[];
}

const CLASS_ADVICE = 'If the column holds classes, pass it as label instead of target.';

const OPTION_NAMES = 'features label target header delimiter missing'.split(' ');

/**
 * Reads a CSV file in UTF-8, gzipped or not: columns of numbers, and the classes or numbers to
 * predict from them. With `label` or `target` you can train on the result directly: `y` is
 * [records] of classes, or [records, 1] of numbers.
 *
 * @throws DataError that names the file, line and column of what is missing or cannot be read
 * @throws TypeError or RangeError for options that do not fit
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { loadCsv } from 'initlab/tasks';
 * const file = `${mkdtempSync(`${tmpdir()}/initlab-`)}/flowers.csv`;
 * writeFileSync(file, 'length,width,species\n5.1,3.5,setosa\n7.0,3.2,versicolor\n');
 * const { x, y, classes } = loadCsv(file, { label: 'species' });
 * x.shape; // [2, 2]
 * y.data; // [0, 1]
 * classes; // ['setosa', 'versicolor']
 * ```
 */
export function loadCsv(file: string, options: CsvOptions & ({ label: CsvColumn } | { target: CsvColumn })): CsvDataset;
export function loadCsv(file: string, options?: CsvOptions): CsvTable;
export function loadCsv(file: string, options: CsvOptions = {}): CsvTable | CsvDataset {
  knownOptions(options, OPTION_NAMES, 'loadCsv');
  const { label, target, missing = 'error' } = options;
  oneOf(missing, ['error', 'drop', 'mean'], 'missing');
  checkTypes(options);
  if (label !== undefined && target !== undefined)
    throw new TypeError('give label (classes) or target (numbers), not both');
  const { names, records } = readTable(file, options);
  const targetColumn = label ?? target;
  const targetPlace = targetColumn === undefined ? undefined : placeOf(targetColumn, names, file);
  const features =
    options.features?.map((column) => placeOf(column, names, file)) ??
    names.map((_, place) => place).filter((place) => place !== targetPlace);
  if (targetPlace !== undefined && features.includes(targetPlace)) {
    const problem = `column ${names[targetPlace]} is to be predicted, and is among the features too.`;
    throw new DataError(file, 'targetInFeatures', problem, { advice: 'Leave it out of features.' });
  }
  const needed = [targetPlace ?? [], missing === 'mean' ? [] : features].flat();
  const kept = completeRecords(records, needed, names, file, missing === 'drop');
  const table = {
    x: numbersOf(kept, features, names, file, 'Choose the columns of numbers with the option features.'),
    features: features.map((place) => names[place]),
    dropped: records.length - kept.length,
  };
  if (targetPlace === undefined) return table;
  if (target !== undefined) return { ...table, y: numbersOf(kept, [targetPlace], names, file, CLASS_ADVICE) };
  const { classes, labels } = classesOf(kept, targetPlace);
  return { ...table, y: labels, classes };
}

function checkTypes({ features, header, delimiter }: CsvOptions): void {
  if (features !== undefined && !Array.isArray(features)) {
    throw new TypeError(`features is ${describe(features)}; it must be a list of columns, by name or index`);
  }
  if (header !== undefined) truth(header, 'header');
  if (delimiter === undefined || (typeof delimiter === 'string' && delimiter.length === 1)) return;
  throw new TypeError(`delimiter is ${describe(delimiter)}; it must be one character, for example ';'`);
}

function readTable(file: string, { header, delimiter }: CsvOptions): { names: string[]; records: CsvRecord[] } {
  const bytes = readContent(file);
  if (!builtin('node:buffer').isUtf8(bytes))
    throw new DataError(file, 'notUtf8', 'not text in UTF-8.', { advice: 'Save it again as UTF-8.' });
  const all = parseCsvBytes(bytes, file, delimiter);
  const first = all[0]?.fields ?? [];
  const hasNames = header ?? !first.some(isNumber);
  const names = first.map((field, place) => (hasNames ? field.trim() : String(place)));
  const records = hasNames ? all.slice(1) : all;
  if (records.length === 0) throw new DataError(file, 'empty', 'the file has no records.');
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined)
    throw new DataError(file, 'duplicateColumn', `two columns are called ${twice}; the names must differ.`);
  return { names, records };
}

/** Returns the records that have a value in every needed column. */
function completeRecords(
  records: CsvRecord[],
  needed: number[],
  names: string[],
  file: string,
  drop: boolean,
): CsvRecord[] {
  return records.filter(({ line, fields }) => {
    const gap = needed.find((place) => isMissing(fields[place]));
    if (gap === undefined) return true;
    if (drop) return false;
    throw new DataError(file, 'missing', 'the value is missing.', {
      line,
      column: names[gap],
      advice: "Pass missing: 'drop' to leave such records out, or 'mean' to fill in features.",
    });
  });
}
