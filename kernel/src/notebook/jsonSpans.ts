/** Place of a value in a JSON text: from `start` up to, not including, `end`. */
export interface Span {
  start: number;
  end: number;
}

/** Place of an object's entry: its key, and the value, which is the span itself. */
export interface EntrySpan extends Span {
  key: string;
  keyStart: number;
}

const STRING = /"(?:[^"\\]|\\.)*"/y;
const SCALAR = /[^\s,\]}]+/y;
const BETWEEN = /[\s:,\uFEFF]*/y;
const NEXT = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;

/**
 * Lists the entries of the object that begins at `start`, in the order of the text. The text must
 * be valid JSON.
 */
export function entrySpans(text: string, start: number): EntrySpan[] {
  const entries: EntrySpan[] = [];
  for (let at = skip(BETWEEN, text, start + 1); text[at] !== '}'; ) {
    const keyEnd = skip(STRING, text, at);
    const value = valueSpan(text, skip(BETWEEN, text, keyEnd));
    entries.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, keyStart: at, ...value });
    at = skip(BETWEEN, text, value.end);
  }
  return entries;
}

/** Lists the items of the array that begins at `start`. */
export function itemSpans(text: string, start: number): Span[] {
  const items: Span[] = [];
  for (let at = skip(BETWEEN, text, start + 1); text[at] !== ']'; ) {
    const item = valueSpan(text, at);
    items.push(item);
    at = skip(BETWEEN, text, item.end);
  }
  return items;
}

/** Finds the start of the only value of a text, after white space and a byte order mark. */
export function rootStart(text: string): number {
  return skip(BETWEEN, text, 0);
}

/** Finds the end of a value without recursion, so that no depth of nesting is too much. */
function valueSpan(text: string, start: number): Span {
  if (text[start] === '"') return { start, end: skip(STRING, text, start) };
  if (text[start] !== '{' && text[start] !== '[') return { start, end: skip(SCALAR, text, start) };
  let depth = 0;
  NEXT.lastIndex = start;
  do {
    const [token] = NEXT.exec(text) ?? [];
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token === undefined) throw new SyntaxError('a bracket of the JSON text is not closed');
  } while (depth > 0);
  return { start, end: NEXT.lastIndex };
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
