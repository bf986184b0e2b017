import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from './manifest.js';
import { RESULTS, type ResultLine } from './resultFile.js';

/** Results in the folder of a sweep. */
export interface Results {
  /** Line of each finished point by its id. A result counts before an error. */
  readonly lines: ReadonlyMap<string, ResultLine>;
  /** Number of lines that repeat a point. */
  readonly doubles: number;
  /** Places of the lines that a killed process has not finished. */
  readonly torn: readonly string[];
  readonly files: number;
}

/**
 * Reads the files of all processes. Of several lines about a point, the first result counts, in the
 * order of the names of the files; an error counts only if there is no result.
 *
 * @param seed only lines of this seed count
 */
export function readResults(folder: string, seedOf: (id: string) => number): Results {
  const path = join(folder, RESULTS);
  const names = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.ndjson')) : [];
  const lines = new Map<string, ResultLine>();
  const torn: string[] = [];
  let doubles = 0;
  for (const name of names.sort()) {
    const texts = readFileSync(join(path, name), 'utf8').split('\n');
    for (const [i, text] of texts.entries()) {
      if (text === '') continue;
      // A line without an end of line may be cut off within a number.
      const line = i === texts.length - 1 ? undefined : parseLine(text);
      if (line === undefined) {
        torn.push(`${RESULTS}/${name}:${i + 1}`);
        continue;
      }
      if (line.seed !== seedOf(line.id)) continue;
      const before = lines.get(line.id);
      if (before !== undefined) doubles++;
      if (before === undefined || (before.error !== undefined && line.error === undefined)) lines.set(line.id, line);
    }
  }
  return { lines, doubles, torn, files: names.length };
}

function parseLine(text: string): ResultLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isLine = isRecord(value) && typeof value.id === 'string' && isRecord(value.point);
    return isLine && ('result' in value || 'error' in value) ? (value as unknown as ResultLine) : undefined;
  } catch {
    return undefined;
  }
}
