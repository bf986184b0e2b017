/** Number of bytes that one call turns into characters; each is an argument of the call. */
const BYTES_AT_ONCE = 1 << 13;

/** Encodes bytes as base64, with nothing but what Node and browsers have in common. */
export function toBase64(bytes: Uint8Array): string {
  let characters = '';
  for (let from = 0; from < bytes.length; from += BYTES_AT_ONCE)
    characters += String.fromCharCode(...bytes.subarray(from, from + BYTES_AT_ONCE));
  return btoa(characters);
}
