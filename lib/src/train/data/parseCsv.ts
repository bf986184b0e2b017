// The build that works in browsers as well as in Node.
import { type CsvError, parse } from 'csv-parse/browser/esm/sync';
import { DataError } from './dataError.js';

/** One record of a CSV file. */
export interface CsvRecord {
  /** Line on which the record ends, counted from 1. */
  line: number;
  fields: string[];
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

function likelyDelimiter(text: string): string {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/)).replaceAll(/"[^"]*"/g, '');
  const count = (delimiter: string): number => firstLine.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function csvError(file: string, error: CsvError & { lines: number; record: string[] }): DataError {
  const { code, lines: line, record, message } = error;
  if (code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH') {
    const fields = record.length === 1 ? 'field' : 'fields';
    const [, expected] = /expect (\d+)/.exec(message) ?? [];
    const others = expected === undefined ? 'unlike the lines before' : `but the lines before have ${expected}`;
    return new DataError(file, 'ragged', `${record.length} ${fields}, ${others}.`, { line });
  }
  const problem =
    code === 'CSV_QUOTE_NOT_CLOSED' ? 'the file ends within a quoted field; a quote is missing.' : message;
  return new DataError(file, 'notCsv', problem, { line });
}
