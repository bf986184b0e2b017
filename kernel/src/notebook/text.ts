/**
 * Joins the lines of a text. A notebook file keeps a text as a list of lines; in memory it is one
 * string.
 */
export function joinLines(text: string | readonly string[]): string {
  return typeof text === 'string' ? text : text.join('');
}

/** Characters that end a line for Python, beside a line feed and a carriage return. */
const RARE_ENDS = '\v\f\u001c\u001d\u001e\u0085\u2028\u2029';

const AFTER_LINE: RegExp = new RegExp(`(?<=\\n|\\r(?!\\n)|[${RARE_ENDS}])`);

/** Splits a text into its lines as Python does, each with its line break. */
export function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(AFTER_LINE);
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
