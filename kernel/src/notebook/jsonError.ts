const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a JSON string must not hold them
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Finds the UTF-16 offset where a text stops being JSON. JSON.parse reports the place of only some
 * errors.
 */
export function findJsonError(text: string): number {
  let at = 0;

  function take(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  }

  /** Consumes a token and the white space after it. */
  const token = (pattern: RegExp): boolean => take(pattern) && take(SPACE);

  function value(): boolean {
    if (token(/\{/y)) return token(/\}/y) || items(() => token(STRING) && token(/:/y) && value(), /\}/y);
    if (token(/\[/y)) return token(/\]/y) || items(value, /\]/y);
    return token(STRING) || token(SCALAR);
  }

  function items(item: () => boolean, close: RegExp): boolean {
    do if (!item()) return false;
    while (token(/,/y));
    return token(close);
  }

  take(SPACE);
  value();
  return at;
}
