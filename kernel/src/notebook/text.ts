/** On disk a text is a list of its lines, each with its line break; in memory it is one string. */

export function joinLines(text: string | readonly string[]): string {
  return typeof text === 'string' ? text : text.join('');
}

export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Jupyter splits what is text to a person; base64 and JSON stay whole. */
export function isSplitType(type: string): boolean {
  return type.startsWith('text/') || type === 'image/svg+xml' || type === 'application/javascript';
}

export function isTextLike(value: unknown): value is string | string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));
}
