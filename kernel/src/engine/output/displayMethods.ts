import { inspect } from 'node:util';
import { toBase64 } from './base64.js';
import { toSendableBundle } from './sendable.js';

/**
 * A method by which a value represents itself in one MIME type. If the method has several names,
 * the first that the value has is called.
 */
interface DisplayMethod {
  names: readonly string[];
  /** The MIME type, or undefined for a method that returns a whole bundle. */
  type: string | undefined;
  /**
   * Converts the result of the method to the data that is sent. Throws if the result has the wrong
   * type.
   */
  convert(result: unknown): unknown;
}

/** The methods that IPython and JavaScript libraries use. */
export const DISPLAY_METHODS: readonly DisplayMethod[] = [
  { names: ['_repr_mimebundle_', '_toMime'], type: undefined, convert: toMimeData },
  { names: ['toHtml', '_repr_html_', '_toHtml'], type: 'text/html', convert: toText },
  { names: ['toSvg', '_repr_svg_', '_toSvg'], type: 'image/svg+xml', convert: toText },
  { names: ['_repr_png_', '_toPng'], type: 'image/png', convert: toPicture },
  { names: ['_repr_jpeg_', '_toJpeg'], type: 'image/jpeg', convert: toPicture },
  { names: ['toMarkdown', '_repr_markdown_', '_toMarkdown'], type: 'text/markdown', convert: toText },
  { names: ['toLatex', '_repr_latex_', '_toLatex'], type: 'text/latex', convert: toText },
  { names: ['_repr_json_'], type: 'application/json', convert: toJsonData },
];

function toText(result: unknown): string {
  if (typeof result === 'string') return result;
  throw new TypeError(`it must return a string, not ${inspect(result)}`);
}

/** Checks the bundle of a method that returns a whole bundle. */
export function toMimeData(result: unknown): Record<string, unknown> {
  return toSendableBundle(toBundle(result));
}

function toJsonData(result: unknown): unknown {
  return toSendableBundle({ 'application/json': toBundle(result) })['application/json'];
}

/** Encodes an image as base64. A string is taken to be encoded already. */
function toPicture(result: unknown): string {
  if (typeof result === 'string') return result;
  if (result instanceof Uint8Array) return toBase64(result);
  throw new TypeError(`it must return a Uint8Array or a base64 string, not ${inspect(result)}`);
}

/** Checks that a value is an object. Throws if it is not. */
function toBundle(result: unknown): Record<string, unknown> {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) {
    throw new TypeError(`it must return an object, not ${inspect(result)}`);
  }
  return result as Record<string, unknown>;
}
