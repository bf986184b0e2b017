import type { Content } from '../wire/message.js';

/** A cell that was run. */
interface Entry {
  line: number;
  input: string;
  output: string | null;
}

/** The cells that were run in this session, for clients that let a reader go back through them. */
export interface History {
  add(line: number, input: string): void;
  setOutput(line: number, output: unknown): void;
  /** Creates the content of the reply to a `history_request`. */
  find(request: Content): Content;
}

/** The number of the only session: the history ends with the kernel. */
const SESSION = 1;

/** Length of all texts together, above which the oldest cells are dropped. */
const MAX_CHARACTERS = 10_000_000;

export function createHistory(): History {
  const entries: Entry[] = [];
  let characters = 0;

  /** Counts a new text, and drops the oldest cells if all texts have become too long. */
  function count(text: string): void {
    characters += text.length;
    while (characters > MAX_CHARACTERS && entries.length > 1) {
      const { input, output } = entries.shift() as Entry;
      characters -= input.length + (output?.length ?? 0);
    }
  }

  return {
    add(line, input) {
      entries.push({ line, input, output: null });
      count(input);
    },
    setOutput(line, output) {
      const last = entries.at(-1);
      if (last?.line !== line || typeof output !== 'string') return;
      last.output = output;
      count(output);
    },
    find(request) {
      const found = select(entries, request);
      const entryContent = (entry: Entry): unknown =>
        request.output === true ? [entry.input, entry.output] : entry.input;
      return { status: 'ok', history: found.map((entry) => [SESSION, entry.line, entryContent(entry)]) };
    },
  };
}

function select(entries: Entry[], request: Content): Entry[] {
  switch (request.hist_access_type) {
    case 'tail':
      return last(entries, request.n);
    case 'range':
      return range(entries, request);
    case 'search':
      return last(search(entries, String(request.pattern ?? '*'), request.unique === true), request.n);
    default:
      throw new RangeError(`hist_access_type must be "tail", "range" or "search", not ${request.hist_access_type}`);
  }
}

/** Returns the last `n` entries, or all if `n` is not a number. */
function last<T>(entries: T[], n: unknown): T[] {
  return typeof n === 'number' ? entries.slice(Math.max(0, entries.length - n)) : entries;
}

/**
 * Returns the entries from `start` to before `stop`. Session 0 is the current one, -1 the one
 * before it.
 */
function range(entries: Entry[], request: Content): Entry[] {
  if (request.session !== 0 && request.session !== SESSION) return [];
  const start = typeof request.start === 'number' ? request.start : 0;
  const stop = typeof request.stop === 'number' ? request.stop : Number.POSITIVE_INFINITY;
  return entries.filter(({ line }) => line >= start && line < stop);
}

/**
 * Finds inputs by a pattern, in which `*` stands for any text and `?` for one character. `isUnique`
 * keeps only the last of equal inputs.
 */
function search(entries: Entry[], glob: string, isUnique: boolean): Entry[] {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
  const found = entries.filter(({ input }) => pattern.test(input));
  if (!isUnique) return found;
  const lastOf = new Map(found.map((entry) => [entry.input, entry]));
  return found.filter((entry) => lastOf.get(entry.input) === entry);
}
