/** Encodes bytes as base64, with nothing but what Node and browsers have in common. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
