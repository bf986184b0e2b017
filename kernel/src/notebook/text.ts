/**
 * Joins the lines of a text. A notebook file keeps a text as a list of lines; in memory it is one
 * string.
 */
export function joinLines(text: string | readonly string[]): string {
  return typeof text === 'string' ? text : text.join('');
}

/** Splits a text into its lines, each with its line break. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * Checks whether Jupyter splits data of a MIME type into lines: it splits text that people read,
 * but not base64 and JSON.
 */
export function isSplitType(type: string): boolean {
  return type.startsWith('text/') || type === 'image/svg+xml' || type === 'application/javascript';
}

/** Whether a value is a string or a list of strings. */
export function isTextLike(value: unknown): value is string | string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));
}
