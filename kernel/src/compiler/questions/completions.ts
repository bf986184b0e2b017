import type { Completions } from '../../threads/messages.js';
import type { Answering } from './inspection.js';

/**
 * Finds what can replace the word before a position. For the checker, the code begins at `start`.
 */
export function findCompletions(
  { service, file }: Pick<Answering, 'service' | 'file'>,
  code: string,
  position: number,
  start: number,
  kindOf: (name: string) => string | undefined,
): Completions {
  const found = service.getCompletionsAtPosition(file, position + start, {
    includeCompletionsForModuleExports: false,
    includeCompletionsWithInsertText: false,
  });
  const [word] = /[\w$]*$/.exec(code.slice(0, position)) as RegExpExecArray;
  const span = found?.optionalReplacementSpan ?? found?.entries[0]?.replacementSpan;
  const from =
    span && span.start >= start && span.start - start <= position ? span.start - start : position - word.length;
  const prefix = code.slice(from, position);
  const entries = (found?.entries ?? [])
    .filter(({ name }) => name.startsWith(prefix))
    .sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : a.name < b.name ? -1 : 1));
  return {
    matches: entries.map(({ name }) => name),
    // A name of an earlier cell is an import for the checker, but not for the reader.
    kinds: entries.map(({ name, kind }) => (kind === 'alias' ? (kindOf(name) ?? kind) : kind)),
    start: from,
    end: position,
  };
}
