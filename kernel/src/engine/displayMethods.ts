import { inspect } from 'node:util';

/** A way in which a value says how it is shown: the first of the names that it has a method for. */
interface DisplayMethod {
  names: readonly string[];
  /** The MIME type; undefined for a method that returns a whole bundle. */
  type: string | undefined;
  /** From what the method returned to what is sent. Throws if it is of the wrong kind. */
  convert(result: unknown): unknown;
}

/** The names that IPython gave to such methods, and those that JavaScript libraries use. */
export const displayMethods: readonly DisplayMethod[] = [
  { names: ['_repr_mimebundle_', '_toMime'], type: undefined, convert: toBundle },
  { names: ['toHtml', '_repr_html_', '_toHtml'], type: 'text/html', convert: toText },
  { names: ['toSvg', '_repr_svg_', '_toSvg'], type: 'image/svg+xml', convert: toText },
  { names: ['_repr_png_', '_toPng'], type: 'image/png', convert: toBase64 },
  { names: ['_repr_jpeg_', '_toJpeg'], type: 'image/jpeg', convert: toBase64 },
  { names: ['toMarkdown', '_repr_markdown_', '_toMarkdown'], type: 'text/markdown', convert: toText },
  { names: ['toLatex', '_repr_latex_', '_toLatex'], type: 'text/latex', convert: toText },
  { names: ['_repr_json_'], type: 'application/json', convert: toBundle },
];

function toText(result: unknown): string {
  if (typeof result === 'string') return result;
  throw new TypeError(`it must return a string, not ${inspect(result)}`);
}

/** Images travel as base64. A string is taken to be that already. */
function toBase64(result: unknown): string {
  if (typeof result === 'string') return result;
  if (result instanceof Uint8Array) return Buffer.from(result).toString('base64');
  throw new TypeError(`it must return a Uint8Array or a base64 string, not ${inspect(result)}`);
}

/** An object that can be sent as JSON. Throws if it is none. */
export function toBundle(result: unknown): Record<string, unknown> {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) {
    throw new TypeError(`it must return an object, not ${inspect(result)}`);
  }
  JSON.stringify(result);
  return result as Record<string, unknown>;
}
