import { builtin, inNode } from '../foundation/builtin.js';

/** Representations of one value, by MIME type. A JSON type carries an object, the others a string. */
export type MimeBundle = Record<string, unknown>;

/** The part of Jupyter's display_data content that a sink publishes. */
interface DisplayContent {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

type DisplaySink = (content: DisplayContent, update: boolean) => void;

/**
 * Shows a bundle of representations where the code runs: in the running cell of a notebook, and elsewhere as its text/plain on
 * standard output.
 *
 * In a notebook the kernel gives the sink: the initlab kernel as `globalThis[Symbol.for('Jupyter.displayData')]`, stock tslab through the
 * module that its own `tslab.display` uses.
 *
 * @param options.id a display id; showing again with `update: true` replaces what was shown under that id
 * @param options.metadata what a notebook stores beside the output
 * @example
 * ```ts
 * import { display } from 'initlab';
 * display({ 'text/plain': 'E[x²] = 1', 'text/html': '<b>E[x²] = 1</b>' }); // in a terminal: E[x²] = 1
 * ```
 */
export function display(
  bundle: MimeBundle,
  options: { id?: string; update?: boolean; metadata?: Record<string, unknown> } = {},
): void {
  const sink = kernelSink() ?? tslabSink() ?? printText;
  const transient = options.id === undefined ? {} : { display_id: options.id };
  sink({ data: bundle, metadata: options.metadata ?? {}, transient }, options.update ?? false);
}

/** Whether what is displayed reaches a notebook. */
export function isNotebook(): boolean {
  return (kernelSink() ?? tslabSink()) !== undefined;
}

function kernelSink(): DisplaySink | undefined {
  return (globalThis as Record<symbol, unknown>)[Symbol.for('Jupyter.displayData')] as DisplaySink | undefined;
}

/** tslab may be installed anywhere, so the copy that is running is looked up among the loaded modules. */
function tslabSink(): DisplaySink | undefined {
  if (!inNode) return undefined;
  const loaded = builtin('node:module').createRequire(import.meta.url).cache;
  const path = Object.keys(loaded).find((file) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file));
  return path === undefined ? undefined : (loaded[path]?.exports.lastWriteDisplayData ?? undefined);
}

function printText({ data }: DisplayContent): void {
  console.log(data['text/plain'] ?? Object.keys(data).join(', '));
}
