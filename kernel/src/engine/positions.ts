import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';

/** A place in the TypeScript that was written. */
export interface SourcePosition {
  /** The name of the source: `In [3]`, or a file's path. */
  label: string;
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
}

/** A script that was compiled from a source. */
interface Script {
  label: string;
  /** Number of lines that were added before the first line of the source. */
  linesBefore: number;
  /** The maps from the JavaScript back to the TypeScript, one per compile step. */
  maps: () => SourceMap[];
}

const INLINE_MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/;

/** Maps places in the JavaScript that runs to places in the TypeScript that was written. */
export interface SourceMaps {
  /** Keeps the source maps of a script under its name, and returns the script without them. */
  register(script: string, label: string, code: string, linesBefore: number): string;
  has(script: string): boolean;
  /** Finds the place in the source; undefined for code that the compiler added. */
  find(script: string, line: number, column: number): SourcePosition | undefined;
}

export function createSourceMaps(): SourceMaps {
  const scripts = new Map<string, Script>();
  return {
    register(script, label, code, linesBefore) {
      const encoded: string[] = [];
      const text = stripMaps(code, encoded);
      scripts.set(script, { label, linesBefore, maps: computeOnce(() => encoded.map(decodeMap)) });
      return text;
    },
    has: (script) => scripts.has(script),
    find(script, line, column) {
      const found = scripts.get(script);
      if (!found) return undefined;
      let place: { line: number; column: number } | undefined = { line: line - 1, column: column - 1 };
      for (const map of found.maps()) place = place && findOriginal(map, place.line, place.column);
      if (!place || place.line < found.linesBefore) return undefined;
      return { label: found.label, line: place.line + 1 - found.linesBefore, column: place.column + 1 };
    },
  };
}

/** Removes the maps from the end of the code. The map of the last step comes first. */
function stripMaps(code: string, encoded: string[]): string {
  const match = INLINE_MAP.exec(code);
  if (!match) return code;
  encoded.push(match[1] as string);
  return stripMaps(code.slice(0, match.index), encoded);
}

function decodeMap(encoded: string): SourceMap {
  return new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString()) as SourceMapPayload);
}

/**
 * Finds the original place. A place before the first mapping of its line belongs to that mapping.
 */
function findOriginal(map: SourceMap, line: number, column: number): { line: number; column: number } | undefined {
  const at = map.findEntry(line, column) as Partial<SourceMapping>;
  const entry = at.generatedLine === line ? at : (map.findEntry(line, 1e6) as Partial<SourceMapping>);
  if (entry.generatedLine !== line || entry.originalLine === undefined) return undefined;
  return { line: entry.originalLine, column: entry.originalColumn ?? 0 };
}

function computeOnce<T>(make: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
}
