import { formatJson } from './formatJson.js';
import { type EntrySpan, entrySpans, itemSpans, rootStart, type Span } from './jsonSpans.js';
import type { Notebook } from './types.js';
import { formatNotebook, toDiskCell, withIds } from './write.js';

interface Edit extends Span {
  text: string;
}

/**
 * Gives the text of a notebook file after a run: new outputs and execution counts of code cells,
 * the language of the kernel, and the ids that the format requires. Everything else stays as it is,
 * byte for byte: numbers that JavaScript cannot represent, the order of keys, the indentation.
 */
export function updateText(text: string, notebook: Notebook): string {
  const root = entrySpans(text, rootStart(text));
  const cells = itemSpans(text, entryOf(root, 'cells').start);
  // The cells are another list than that of the file, so nothing of it can be kept.
  if (cells.length !== notebook.cells.length) return formatNotebook(notebook);
  const unit = indentUnit(text);
  const edits = withIds(notebook).flatMap((cell, i) => {
    const entries = entrySpans(text, cells[i].start);
    const wanted: Record<string, unknown> = { ...(cell.id !== undefined && { id: cell.id }) };
    if (cell.cell_type === 'code') {
      const { outputs } = toDiskCell(cell) as { outputs: unknown };
      Object.assign(wanted, { outputs, execution_count: cell.execution_count });
    }
    return setKeys(text, cells[i], entries, wanted, unit);
  });
  const metadata = entryOf(root, 'metadata');
  const { language_info } = notebook.metadata;
  const language = language_info === undefined ? {} : { language_info };
  edits.push(...setKeys(text, metadata, entrySpans(text, metadata.start), language, unit));
  return apply(text, edits);
}

/** Finds the last entry of a name, which is the one that JSON.parse keeps. */
function entryOf(entries: readonly EntrySpan[], key: string): EntrySpan {
  const found = entries.findLast((entry) => entry.key === key);
  if (found === undefined) throw new Error(`the notebook has no "${key}"`);
  return found;
}

/** Sets entries of an object. An entry whose value is the same already stays untouched. */
function setKeys(
  text: string,
  object: Span,
  entries: readonly EntrySpan[],
  values: Record<string, unknown>,
  unit: string,
): Edit[] {
  const outer = lineIndent(text, object.start);
  const inner = unit === '' ? '' : outer + unit;
  const format = (value: unknown): string => (unit === '' ? JSON.stringify(value) : formatJson(value, inner, unit));
  const isSorted = entries.every(({ key }, i) => i === 0 || entries[i - 1].key <= key);
  const added = new Map<number, string[]>();
  const edits = Object.entries(values).flatMap(([key, value]) => {
    const found = entries.findLast((entry) => entry.key === key);
    if (found === undefined) {
      const place = isSorted ? entries.findIndex((entry) => entry.key > key) : -1;
      const at = place < 0 ? entries.length : place;
      added.set(at, [...(added.get(at) ?? []), `${JSON.stringify(key)}:${unit === '' ? '' : ' '}${format(value)}`]);
      return [];
    }
    const old = JSON.parse(text.slice(found.start, found.end)) as unknown;
    if (formatJson(old) === formatJson(value)) return [];
    return [{ start: found.start, end: found.end, text: format(value) }];
  });
  const insertions = [...added].map(([at, parts]): Edit => {
    const sorted = parts.sort();
    if (at < entries.length) {
      const { keyStart } = entries[at];
      return { start: keyStart, end: keyStart, text: sorted.map((part) => `${part},${inner}`).join('') };
    }
    if (entries.length > 0) {
      const { end } = entries[entries.length - 1];
      return { start: end, end, text: sorted.map((part) => `,${inner}${part}`).join('') };
    }
    return { start: object.start, end: object.end, text: `{${inner}${sorted.join(`,${inner}`)}${outer}}` };
  });
  return [...edits, ...insertions];
}

/** Finds the indentation of one level; none if the text is not indented. */
function indentUnit(text: string): string {
  return /^\uFEFF?\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? '';
}

/** Gives the line break and the indentation of the line on which a value begins. */
function lineIndent(text: string, at: number): string {
  const lineStart = text.lastIndexOf('\n', at) + 1;
  if (lineStart === 0) return '\n';
  const lineBreak = text[lineStart - 2] === '\r' ? '\r\n' : '\n';
  return lineBreak + (/^[ \t]*/.exec(text.slice(lineStart, at))?.[0] ?? '');
}

function apply(text: string, edits: readonly Edit[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}
