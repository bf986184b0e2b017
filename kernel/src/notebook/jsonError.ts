const space = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a JSON string must not hold them
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Where a text stops being JSON, as a UTF-16 offset. (JSON.parse tells the place of only some errors.) */
export function jsonErrorOffset(text: string): number {
  let at = 0;

  function take(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  }

  /** A token and the white space after it. */
  const token = (pattern: RegExp): boolean => take(pattern) && take(space);

  function value(): boolean {
    if (token(/\{/y)) return token(/\}/y) || items(() => token(string) && token(/:/y) && value(), /\}/y);
    if (token(/\[/y)) return token(/\]/y) || items(value, /\]/y);
    return token(string) || token(scalar);
  }

  function items(item: () => boolean, close: RegExp): boolean {
    do if (!item()) return false;
    while (token(/,/y));
    return token(close);
  }

  take(space);
  value();
  return at;
}
