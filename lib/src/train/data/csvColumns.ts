import { describe } from '../../foundation/argument.js';
import type { NumberArray } from '../../foundation/numberArray.js';
import { mean } from '../../foundation/statistics.js';
import { DataError } from './dataError.js';
import type { CsvRecord } from './parseCsv.js';

/** Column by its name, or by its index from 0. */
export type CsvColumn = string | number;

/** Texts that stand for a missing value, in lower case. */
const MISSING_TEXTS = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?']);

const NUMBER_PATTERN = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A character that is visible, and so no part of the space around a text. */
const isVisible = (code: number): boolean => code > 32 && code < 127;

export function isMissing(field: string): boolean {
  // The longest of these texts has four characters; most fields need no copy to compare.
  if (field.length > 4 && isVisible(field.charCodeAt(0)) && isVisible(field.charCodeAt(field.length - 1))) return false;
  return MISSING_TEXTS.has(field.trim().toLowerCase());
}

export function isNumber(field: string): boolean {
  return NUMBER_PATTERN.test(field);
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
  const width = places.length;
  const data = new Float32Array(records.length * width);
  /** The records without a value, for each column. */
  const gaps: number[][] = places.map(() => []);
  for (const [i, { line, fields }] of records.entries()) {
    for (let column = 0; column < width; column++) {
      const place = places[column];
      const value = numberIn(fields[place], line, names[place], file, advice);
      if (value === undefined) gaps[column].push(i);
      else data[i * width + column] = value;
    }
  }
  for (const [column, missing] of gaps.entries()) {
    if (missing.length === 0 && records.length > 0) continue;
    if (missing.length === records.length) {
      const name = names[places[column]];
      throw new DataError(file, 'noValues', `column ${name} has no value; every cell is empty or missing.`);
    }
    const isMissingAt = new Set(missing);
    const given = records.flatMap(({ fields }, i) => (isMissingAt.has(i) ? [] : [Number(fields[places[column]])]));
    const average = mean(given);
    for (const i of missing) data[i * width + column] = average;
  }
  return { shape: [records.length, width], data };
}

function numberIn(field: string, line: number, name: string, file: string, advice: string): number | undefined {
  // Numbers come first, because a table may have millions of them.
  const value = isNumber(field) ? Number(field) : Number.NaN;
  if (Number.isFinite(Math.fround(value))) return value;
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
