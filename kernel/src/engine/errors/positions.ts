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

/** The lines that the compiler puts before the code that it makes. */
const LINES_BEFORE = 1;

/** Maps places in the JavaScript that runs to places in the TypeScript that was written. */
export interface SourceMaps {
  /** Keeps the source map of a script, as JSON. */
  register(script: string, label: string, map: string): void;
  /** Forgets a script of which no code is left. */
  forget(script: string): void;
  has(script: string): boolean;
  /** Finds the place in the source; undefined for code that the compiler added. */
  find(script: string, line: number, column: number): SourcePosition | undefined;
}

export function createSourceMaps(): SourceMaps {
  const scripts = new Map<string, { label: string; map: () => SourceMap }>();
  return {
    register(script, label, map) {
      scripts.set(script, { label, map: computeOnce(() => new SourceMap(JSON.parse(map) as SourceMapPayload)) });
    },
    forget: (script) => void scripts.delete(script),
    has: (script) => scripts.has(script),
    find(script, line, column) {
      const found = scripts.get(script);
      const place = found && findOriginal(found.map(), line - 1 - LINES_BEFORE, column - 1);
      return found && place && { label: found.label, line: place.line + 1, column: place.column + 1 };
    },
  };
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
