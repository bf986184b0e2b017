import type { Heading } from './renderContext.js';

/** Makes an id for a heading that no earlier heading has. */
export function uniqueId(text: string, headings: readonly Heading[]): string {
  const base = slug(text) || 'section';
  let id = base;
  for (let n = 2; headings.some((heading) => heading.id === id); n++) id = `${base}-${n}`;
  return id;
}

/** Turns the text of a heading into an id: `Two words` → `two-words`. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
