// The build that works in browsers as well as in Node.
import { type CsvError, parse } from 'csv-parse/browser/esm/sync';
import { DataError } from './dataError.js';

/** One record of a CSV file. */
export interface CsvRecord {
  /** Line on which the record ends, counted from 1. */
  readonly line: number;
  /** The texts of its fields. Read them once per record, because they may be computed. */
  readonly fields: readonly string[];
}

/** A record without quotes, of which only the text is kept: its fields would need far more room. */
class PlainRecord implements CsvRecord {
  readonly line: number;
  readonly #text: string;
  readonly #delimiter: string;

  constructor(line: number, text: string, delimiter: string) {
    this.line = line;
    this.#text = text;
    this.#delimiter = delimiter;
  }

  get fields(): readonly string[] {
    return this.#text.split(this.#delimiter);
  }
}

const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Parses CSV text into records and skips blank lines (RFC 4180: fields with delimiters, line breaks
 * or doubled quotes are quoted). The default delimiter is that of comma, semicolon, tab and bar
 * which divides the first line into the most fields.
 *
 * @throws DataError with the line of a misplaced or unclosed quote, or of a record of another
 *   length
 */
export function parseCsv(text: string, file: string, delimiter: string = likelyDelimiter(text)): CsvRecord[] {
  if (hasPlainLines(text)) return parsePlainLines([text], file, delimiter);
  try {
    const records = parse(text, { delimiter, info: true, bom: true, skip_empty_lines: true });
    return (records as unknown as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
      line: info.lines,
      fields: record,
    }));
  } catch (error) {
    throw csvError(file, error as CsvError & { lines: number; record: string[] });
  }
}

/**
 * Parses the bytes of a CSV file in UTF-8. Without quotes, which can hide line breaks, the file is
 * read in parts, so it may be larger than the largest text.
 *
 * @throws DataError as {@link parseCsv} does, and for a file with quotes that exceeds the largest
 *   text
 */
export function parseCsvBytes(bytes: Uint8Array, file: string, delimiter?: string): CsvRecord[] {
  const decoder = new TextDecoder();
  if (bytes.length <= PART_BYTES) return parseCsv(decoder.decode(bytes), file, delimiter);
  const parts = splitAtLines(bytes).map((part) => new TextDecoder().decode(part));
  if (parts.every(hasPlainLines)) return parsePlainLines(parts, file, delimiter ?? likelyDelimiter(parts[0]));
  if (bytes.length <= MOST_TEXT_BYTES) return parseCsv(parts.join(''), file, delimiter);
  const problem = `has quoted fields and ${(bytes.length / 1e6).toFixed(0)} MB, more than can be read at once.`;
  throw new DataError(file, 'unreadable', problem, { advice: 'Split the file.' });
}

/** Bytes that are decoded at once. */
const PART_BYTES = 1 << 22;
/** Number of characters of the largest text, which may all be of one byte. */
const MOST_TEXT_BYTES = 2 ** 29 - 24;

function splitAtLines(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const lineEnd = start + PART_BYTES < bytes.length ? bytes.indexOf(10, start + PART_BYTES) : -1;
    const end = lineEnd < 0 ? bytes.length : lineEnd + 1;
    parts.push(bytes.subarray(start, end));
    start = end;
  }
  return parts;
}

/** Checks whether each line of a text is a record: no quotes, and no line break of another kind. */
function hasPlainLines(text: string): boolean {
  return !text.includes('"') && (!text.includes('\r') || !/\r(?!\n)|(?<!\r)\n/.test(text));
}

/** Parses lines without quotes, which is far faster than the general case. */
function parsePlainLines(parts: readonly string[], file: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let expected = 0;
  let line = 0;
  for (const part of parts) {
    for (let start = 0; start < part.length; ) {
      const lineEnd = part.indexOf('\n', start);
      const end = lineEnd < 0 ? part.length : lineEnd;
      const text = part.slice(start, end > start && part[end - 1] === '\r' ? end - 1 : end);
      start = end + 1;
      line++;
      if (text === '') continue;
      const count = countFields(text, delimiter);
      if (expected === 0) expected = count;
      if (count !== expected) throw raggedError(file, line, count, expected);
      records.push(new PlainRecord(line, text, delimiter));
    }
  }
  return records;
}

function countFields(text: string, delimiter: string): number {
  let count = 1;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) count++;
  return count;
}

function raggedError(file: string, line: number, count: number, expected: number | string | undefined): DataError {
  const others = expected === undefined ? 'unlike the lines before' : `but the lines before have ${expected}`;
  return new DataError(file, 'ragged', `${count} ${count === 1 ? 'field' : 'fields'}, ${others}.`, { line });
}

function likelyDelimiter(text: string): string {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/)).replaceAll(/"[^"]*"/g, '');
  const count = (delimiter: string): number => firstLine.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function csvError(file: string, error: CsvError & { lines: number; record: string[] }): DataError {
  const { code, lines: line, record, message } = error;
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
    return raggedError(file, line, record.length, /expect (\d+)/.exec(message)?.[1]);
  }
  const problem =
    code === 'CSV_QUOTE_NOT_CLOSED' ? 'the file ends within a quoted field; a quote is missing.' : message;
  return new DataError(file, 'notCsv', problem, { line });
}
