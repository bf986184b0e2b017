import { describe } from '../../foundation/argument.js';
import type { NumberArray } from '../../foundation/numberArray.js';
import { mean } from '../../foundation/statistics.js';
import { DataError } from './dataError.js';
import type { CsvRecord } from './parseCsv.js';

/** Column by its name, or by its index from 0. */
export type CsvColumn = string | number;

/** Texts that stand for a missing value, in lower case. */
const MISSING_TEXTS = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?']);

const NUMBER_PATTERN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function isMissing(field: string): boolean {
  // The longest of these texts has four characters; most fields need no copy to compare.
  if (field.length > 4 && field.trim().length > 4) return false;
  return MISSING_TEXTS.has(field.trim().toLowerCase());
}

export function isNumber(field: string): boolean {
  return NUMBER_PATTERN.test(field.trim());
}

/**
 * Finds the index of a column.
 *
 * @throws DataError if the table has no such column
 */
export function placeOf(column: CsvColumn, names: readonly string[], file: string): number {
  const place = typeof column === 'number' ? column : names.indexOf(column);
  if (names[place] !== undefined) return place;
  throw new DataError(
    file,
    'unknownColumn',
    `there is no column ${describe(column)}; the columns are ${names.join(', ')}.`,
  );
}

/**
 * Parses columns of numbers into [records, columns] in float32. Fills gaps with the column's mean.
 * `advice` is for a field that is not a number.
 */
export function numbersOf(
  records: readonly CsvRecord[],
  places: readonly number[],
  names: readonly string[],
  file: string,
  advice: string,
): NumberArray {
  const data = new Float32Array(records.length * places.length);
  places.forEach((place, column) => {
    const values = records.map((record) => numberIn(record, place, names[place], file, advice));
    const given = values.filter((value) => value !== undefined);
    if (given.length === 0)
      throw new DataError(file, 'noValues', `column ${names[place]} has no value; every cell is empty or missing.`);
    const average = mean(given);
    values.forEach((value, i) => {
      data[i * places.length + column] = value ?? average;
    });
  });
  return { shape: [records.length, places.length], data };
}

function numberIn(
  { line, fields }: CsvRecord,
  place: number,
  name: string,
  file: string,
  advice: string,
): number | undefined {
  const field = fields[place];
  // Numbers come first, because a table may have millions of them.
  if (isNumber(field) && Number.isFinite(Math.fround(Number(field)))) return Number(field);
  if (isMissing(field)) return undefined;
  throw new DataError(file, 'notNumber', `${describe(field)} is not a number${isNumber(field) ? ' of float32' : ''}.`, {
    line,
    column: name,
    advice,
  });
}

/** Turns labels into indices of the sorted list of classes. Numbers are sorted by value. */
export function classesOf(records: readonly CsvRecord[], place: number): { classes: string[]; labels: NumberArray } {
  const texts = records.map(({ fields }) => fields[place].trim());
  const classes = [...new Set(texts)].sort();
  if (classes.every(isNumber)) classes.sort((a, b) => Number(a) - Number(b));
  const codes = new Map(classes.map((text, code) => [text, code]));
  return {
    classes,
    labels: { shape: [texts.length], data: Int32Array.from(texts, (text) => codes.get(text) as number) },
  };
}
