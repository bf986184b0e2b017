import type { Heading } from './renderContext.js';

/** An id for a heading that no heading before it has. */
export function uniqueId(text: string, headings: readonly Heading[]): string {
  const base = slug(text) || 'section';
  let id = base;
  for (let n = 2; headings.some((heading) => heading.id === id); n++) id = `${base}-${n}`;
  return id;
}

/** A heading's text as an id: `Two words` → `two-words`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
