import { isTextLike, joinLines } from './text.js';
import type { Cell, MimeBundle, Output } from './types.js';

type Raw = Record<string, unknown>;

/** A cell from the file, its texts joined. Throws an error that says what is wrong with it. */
export function parseCell(value: unknown): Cell {
  const raw = record(value, 'a cell');
  const common = {
    ...(raw.id === undefined ? {} : { id: identifier(raw.id) }),
    metadata: record(raw.metadata, '"metadata"'),
    source: text(raw.source, '"source"'),
  };
  const type = raw.cell_type;
  if (type === 'code') {
    const execution_count = count(raw.execution_count);
    return { cell_type: type, ...common, outputs: list(raw.outputs, '"outputs"').map(parseOutput), execution_count };
  }
  if (type !== 'markdown' && type !== 'raw') {
    throw new Error(`"cell_type" must be "code", "markdown" or "raw", not ${JSON.stringify(type)}`);
  }
  if (raw.attachments === undefined) return { cell_type: type, ...common };
  const files = Object.entries(record(raw.attachments, '"attachments"'));
  return {
    cell_type: type,
    ...common,
    attachments: Object.fromEntries(files.map(([name, data]) => [name, bundle(data)])),
  };
}

function parseOutput(value: unknown, i: number): Output {
  try {
    const raw = record(value, 'an output');
    switch (raw.output_type) {
      case 'stream':
        return { output_type: 'stream', name: streamName(raw.name), text: text(raw.text, '"text"') };
      case 'display_data':
        return { output_type: 'display_data', data: bundle(raw.data), metadata: record(raw.metadata, '"metadata"') };
      case 'execute_result': {
        const shown = { data: bundle(raw.data), metadata: record(raw.metadata, '"metadata"') };
        return { output_type: 'execute_result', ...shown, execution_count: count(raw.execution_count) };
      }
      case 'error':
        return {
          output_type: 'error',
          ename: text(raw.ename, '"ename"'),
          evalue: text(raw.evalue, '"evalue"'),
          traceback: list(raw.traceback, '"traceback"').map((line) => text(line, 'a line of "traceback"')),
        };
      default:
        throw new Error(`unknown "output_type" ${JSON.stringify(raw.output_type)}`);
    }
  } catch (error) {
    throw new Error(`output ${i + 1}: ${(error as Error).message}`);
  }
}

/** JSON types carry any value; everything else is text, in one piece or in lines. */
function bundle(value: unknown): MimeBundle {
  const entries = Object.entries(record(value, '"data"'));
  return Object.fromEntries(
    entries.map(([type, data]) => [type, /^application\/(.*\+)?json$/.test(type) ? data : text(data, `"${type}"`)]),
  );
}

function record(value: unknown, what: string): Raw {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Raw;
  throw new Error(`${what} must be an object`);
}

function list(value: unknown, what: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`${what} must be a list`);
}

function text(value: unknown, what: string): string {
  if (isTextLike(value)) return joinLines(value);
  throw new Error(`${what} must be a string or a list of strings`);
}

function identifier(value: unknown): string {
  if (typeof value === 'string' && /^[a-zA-Z0-9_-]{1,64}$/.test(value)) return value;
  throw new Error('"id" must be 1 to 64 letters, digits, "-" or "_"');
}

function count(value: unknown): number | null {
  if (value === null || value === undefined || Number.isInteger(value)) return (value ?? null) as number | null;
  throw new Error('"execution_count" must be a whole number or null');
}

function streamName(value: unknown): 'stdout' | 'stderr' {
  if (value === 'stdout' || value === 'stderr') return value;
  throw new Error('"name" of a stream must be "stdout" or "stderr"');
}
