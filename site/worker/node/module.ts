import { type EncodedSourceMap, TraceMap, traceSegment } from '@jridgewell/trace-mapping';

/** The part of Node's class of this name that finds places of cells. */
export class SourceMap {
  readonly #map: TraceMap;

  constructor(payload: EncodedSourceMap) {
    this.#map = new TraceMap(payload);
  }

  /** Finds the last mapping of a line that is not after a column; both are counted from 0. */
  findEntry(line: number, column: number): object {
    const segment = traceSegment(this.#map, line, column);
    if (segment === null || segment.length === 1) return {};
    const [generatedColumn, , originalLine, originalColumn] = segment;
    return { generatedLine: line, generatedColumn, originalLine, originalColumn };
  }
}
