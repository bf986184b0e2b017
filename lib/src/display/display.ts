import { describe, optionsObject } from '../foundation/argument.js';
import { builtin, inNode } from '../foundation/builtin.js';

/** Representations of one value by MIME type: an object for JSON types, a string for all others. */
export type MimeBundle = Record<string, unknown>;

/** The part of a Jupyter display_data message that a sink publishes. */
interface DisplayContent {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

type DisplaySink = (content: DisplayContent, isUpdate: boolean) => void;

/**
 * Shows a value: in the running cell of a notebook, or elsewhere as plain text on standard output.
 *
 * In a notebook the kernel receives the bundle: the initlab kernel through
 * `globalThis[Symbol.for('Jupyter.displayData')]`, and stock tslab through the module that
 * `tslab.display` uses.
 *
 * @param options.id a display id; calling again with `update: true` replaces what was shown under
 *   that id
 * @param options.metadata metadata that a notebook stores with the output
 * @throws TypeError if the bundle is not an object
 * @example
 * ```ts
 * import { display } from 'initlab';
 * // prints E[x²] = 1 in a terminal
 * display({ 'text/plain': 'E[x²] = 1', 'text/html': '<b>E[x²] = 1</b>' });
 * ```
 */
export function display(
  bundle: MimeBundle,
  options: { id?: string; update?: boolean; metadata?: Record<string, unknown> } = {},
): void {
  if (typeof bundle !== 'object' || bundle === null || Array.isArray(bundle)) {
    const example = "display({ 'text/plain': 'text' })";
    throw new TypeError(`display: the bundle is ${describe(bundle)}; it must be an object of MIME types: ${example}`);
  }
  optionsObject(options, 'display', "{ id: 'plot' }");
  const sink = kernelSink() ?? tslabSink() ?? printText;
  const transient = options.id === undefined ? {} : { display_id: options.id };
  sink({ data: bundle, metadata: options.metadata ?? {}, transient }, options.update ?? false);
}

/** Checks whether displayed values reach a notebook. */
export function isNotebook(): boolean {
  return (kernelSink() ?? tslabSink()) !== undefined;
}

function kernelSink(): DisplaySink | undefined {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('Jupyter.displayData')] as DisplaySink | undefined;
}

/**
 * Finds the running copy of tslab among the loaded modules, because it may be installed anywhere.
 */
function tslabSink(): DisplaySink | undefined {
  if (!inNode) return undefined;
  const loaded = builtin('node:module').createRequire(import.meta.url).cache;
  const path = Object.keys(loaded).find((file) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file));
  return path === undefined ? undefined : (loaded[path]?.exports.lastWriteDisplayData ?? undefined);
}

function printText({ data }: DisplayContent): void {
  console.log(data['text/plain'] ?? Object.keys(data).join(', '));
}
