import { isTextLike, joinLines } from './text.js';
import type { Cell, MimeBundle, Output } from './types.js';

/** An object from the file that has not been checked yet. */
type Raw = Record<string, unknown>;

/**
 * Checks a cell of the file and joins its texts. Throws an error that says what is wrong with the
 * cell.
 */
export function parseCell(value: unknown): Cell {
  const raw = asRecord(value, 'a cell');
  const common = {
    ...(raw.id === undefined ? {} : { id: asIdentifier(raw.id) }),
    metadata: asRecord(raw.metadata, '"metadata"'),
    source: asText(raw.source, '"source"'),
  };
  const type = raw.cell_type;
  if (type === 'code') {
    const execution_count = asCount(raw.execution_count);
    return { cell_type: type, ...common, outputs: asList(raw.outputs, '"outputs"').map(parseOutput), execution_count };
  }
  if (type !== 'markdown' && type !== 'raw') {
    throw new Error(`"cell_type" must be "code", "markdown" or "raw", not ${JSON.stringify(type)}`);
  }
  if (raw.attachments === undefined) return { cell_type: type, ...common };
  const files = Object.entries(asRecord(raw.attachments, '"attachments"'));
  return {
    cell_type: type,
    ...common,
    attachments: Object.fromEntries(files.map(([name, data]) => [name, parseBundle(data)])),
  };
}

function parseOutput(value: unknown, i: number): Output {
  try {
    const raw = asRecord(value, 'an output');
    switch (raw.output_type) {
      case 'stream':
        return { output_type: 'stream', name: asStreamName(raw.name), text: asText(raw.text, '"text"') };
      case 'display_data':
        return {
          output_type: 'display_data',
          data: parseBundle(raw.data),
          metadata: asRecord(raw.metadata, '"metadata"'),
        };
      case 'execute_result': {
        const shown = { data: parseBundle(raw.data), metadata: asRecord(raw.metadata, '"metadata"') };
        return { output_type: 'execute_result', ...shown, execution_count: asCount(raw.execution_count) };
      }
      case 'error':
        return {
          output_type: 'error',
          ename: asText(raw.ename, '"ename"'),
          evalue: asText(raw.evalue, '"evalue"'),
          traceback: asList(raw.traceback, '"traceback"').map((line) => asText(line, 'a line of "traceback"')),
        };
      default:
        throw new Error(`unknown "output_type" ${JSON.stringify(raw.output_type)}`);
    }
  } catch (error) {
    throw new Error(`output ${i + 1}: ${(error as Error).message}`);
  }
}

/**
 * Checks a MIME bundle. JSON types may have any value. All other types are text, in one piece or in
 * lines.
 */
function parseBundle(value: unknown): MimeBundle {
  const entries = Object.entries(asRecord(value, '"data"'));
  return Object.fromEntries(
    entries.map(([type, data]) => [type, /^application\/(.*\+)?json$/.test(type) ? data : asText(data, `"${type}"`)]),
  );
}

function asRecord(value: unknown, what: string): Raw {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
  throw new Error(`${what} must be an object`);
}

function asList(value: unknown, what: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${what} must be a list`);
}

function asText(value: unknown, what: string): string {
  if (isTextLike(value)) return joinLines(value);
  throw new Error(`${what} must be a string or a list of strings`);
}

function asIdentifier(value: unknown): string {
  if (typeof value === 'string' && /^[a-zA-Z0-9_-]{1,64}$/.test(value)) return value;
  throw new Error('"id" must be 1 to 64 letters, digits, "-" or "_"');
}

function asCount(value: unknown): number | null {
  if (value === null || value === undefined || Number.isInteger(value)) return (value ?? null) as number | null;
  throw new Error('"execution_count" must be a whole number or null');
}

function asStreamName(value: unknown): 'stdout' | 'stderr' {
  if (value === 'stdout' || value === 'stderr') return value;
  throw new Error('"name" of a stream must be "stdout" or "stderr"');
}
