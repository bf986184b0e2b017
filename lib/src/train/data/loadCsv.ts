import { describe, knownOptions, oneOf, truth } from '../../foundation/argument.js';
import { builtin } from '../../foundation/builtin.js';
import type { NumberArray } from '../../foundation/numberArray.js';
import { type CsvColumn, classesOf, isMissing, isNumber, numbersOf, placeOf } from './csvColumns.js';
import { DataError } from './dataError.js';
import type { Dataset } from './dataset.js';
import { type CsvRecord, parseCsv } from './parseCsv.js';
import { readContent } from './readContent.js';

export interface CsvOptions {
  /** The columns of numbers to learn from, by name or by place from 0; default: all but the label or target. */
  features?: readonly CsvColumn[];
  /** The column of classes to tell, of any text or number. */
  label?: CsvColumn;
  /** The column of numbers to predict. */
  target?: CsvColumn;
  /** Whether the first line has names; default: if none of its fields is a number. */
  header?: boolean;
  /** One character; default: that of comma, semicolon, tab and bar which divides the first line into most fields. */
  delimiter?: string;
  /**
   * What to do where a value is missing (nothing, NA, N/A, NaN, null, none or ?): 'error' (default), 'drop' the record, or put the 'mean' of the
   * column; a label or target is never made up.
   */
  missing?: 'error' | 'drop' | 'mean';
}

export interface CsvTable {
  /** [records, features], float32. */
  x: NumberArray;
  /** Names of the features; their places, if the file has no names. */
  features: string[];
  /** How many records were dropped. */
  dropped: number;
}

export interface CsvDataset extends Dataset, Omit<CsvTable, 'x'> {
  /** With `label`: the texts of classes 0, 1, 2 …, sorted. */
  classes?: string[];
}

const optionNames = 'features label target header delimiter missing'.split(' ');

/**
 * Reads a CSV file, gzipped or not, in UTF-8: columns of numbers, and the classes or numbers that they are to tell. With `label` or `target`
 * the result can be trained on as it is: `y` is [records] of classes, or [records, 1] of numbers.
 *
 * @throws DataError naming the file, and the line and column, for what is missing or cannot be read; TypeError or RangeError for
 * options that do not fit
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
  knownOptions(options, optionNames, 'loadCsv');
  const { label, target, missing = 'error' } = options;
  oneOf(missing, ['error', 'drop', 'mean'], 'missing');
  checkForm(options);
  if (label !== undefined && target !== undefined)
    throw new TypeError('give label (classes) or target (numbers), not both');
  const { names, records } = readTable(file, options);
  const told = label ?? target;
  const toldPlace = told === undefined ? undefined : placeOf(told, names, file);
  const features =
    options.features?.map((column) => placeOf(column, names, file)) ??
    names.map((_, place) => place).filter((place) => place !== toldPlace);
  const needed = [toldPlace ?? [], missing === 'mean' ? [] : features].flat();
  const kept = complete(records, needed, names, file, missing === 'drop');
  const table = {
    x: numbersOf(kept, features, names, file),
    features: features.map((place) => names[place]),
    dropped: records.length - kept.length,
  };
  if (toldPlace === undefined) return table;
  if (target !== undefined) return { ...table, y: numbersOf(kept, [toldPlace], names, file) };
  const { classes, labels } = classesOf(kept, toldPlace);
  return { ...table, y: labels, classes };
}

function checkForm({ features, header, delimiter }: CsvOptions): void {
  if (features !== undefined && !Array.isArray(features)) {
    throw new TypeError(`features is ${describe(features)}; it must list columns, by name or place`);
  }
  if (header !== undefined) truth(header, 'header');
  if (delimiter === undefined || (typeof delimiter === 'string' && delimiter.length === 1)) return;
  throw new TypeError(`delimiter is ${describe(delimiter)}; it must be one character, as ';'`);
}

function readTable(file: string, { header, delimiter }: CsvOptions): { names: string[]; records: CsvRecord[] } {
  const bytes = readContent(file);
  if (!builtin('node:buffer').isUtf8(bytes))
    throw new DataError(file, 'notUtf8', 'not text in UTF-8.', { advice: 'Save it again as UTF-8.' });
  const all = parseCsv(new TextDecoder().decode(bytes), file, delimiter);
  const first = all[0]?.fields ?? [];
  const hasNames = header ?? !first.some(isNumber);
  const names = first.map((field, place) => (hasNames ? field.trim() : String(place)));
  const records = hasNames ? all.slice(1) : all;
  if (records.length === 0) throw new DataError(file, 'empty', 'there are no records in it.');
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined)
    throw new DataError(file, 'duplicateColumn', `two columns are called ${twice}; the names must differ.`);
  return { names, records };
}

/** The records without a missing value in the places that need one. */
function complete(records: CsvRecord[], needed: number[], names: string[], file: string, drop: boolean): CsvRecord[] {
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
