import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';

export interface Position {
  /** What a person calls the source: `In [3]`, or a file's path. */
  label: string;
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
}

interface Script {
  label: string;
  /** Lines that the compiler was given before the first line that was written. */
  before: number;
  /** From what runs back to what was written, one map a compile step. */
  maps: () => SourceMap[];
}

const inlineMap = /\n\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;

/** Leads from a place in the JavaScript that runs to the place in the TypeScript that was written. */
export interface Positions {
  /** Takes a script's source maps off its text and keeps them under the script's name. */
  register(script: string, label: string, code: string, before: number): string;
  has(script: string): boolean;
  /** Undefined for code that the compiler added. */
  find(script: string, line: number, column: number): Position | undefined;
}

export function createPositions(): Positions {
  const scripts = new Map<string, Script>();
  return {
    register(script, label, code, before) {
      const encoded: string[] = [];
      const text = stripMaps(code, encoded);
      scripts.set(script, { label, before, maps: once(() => encoded.map(decodeMap)) });
      return text;
    },
    has: (script) => scripts.has(script),
    find(script, line, column) {
      const found = scripts.get(script);
      if (!found) return undefined;
      let place: { line: number; column: number } | undefined = { line: line - 1, column: column - 1 };
      for (const map of found.maps()) place = place && original(map, place.line, place.column);
      if (!place || place.line < found.before) return undefined;
      return { label: found.label, line: place.line + 1 - found.before, column: place.column + 1 };
    },
  };
}

/** The last map written is the map of the last step, so the first to be followed. */
function stripMaps(code: string, encoded: string[]): string {
  const match = inlineMap.exec(code);
  if (!match) return code;
  encoded.push(match[1] as string);
  return stripMaps(code.slice(0, match.index), encoded);
}

function decodeMap(encoded: string): SourceMap {
  return new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString()) as SourceMapPayload);
}

/** A place before the first mapping of its line belongs to that mapping, not to the line before. */
function original(map: SourceMap, line: number, column: number): { line: number; column: number } | undefined {
  const at = map.findEntry(line, column) as Partial<SourceMapping>;
  const entry = at.generatedLine === line ? at : (map.findEntry(line, 1e6) as Partial<SourceMapping>);
  if (entry.generatedLine !== line || entry.originalLine === undefined) return undefined;
  return { line: entry.originalLine, column: entry.originalColumn ?? 0 };
}

function once<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
