import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Positions } from './positions.js';

const kernelFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const tslabCode = /[\\/]node_modules[\\/]tslab[\\/]/;

/**
 * Makes `error.stack` speak of cells: places in the TypeScript of a cell, and no frame of the kernel or of tslab.
 * It holds for every stack in the process, so also for what a cell prints itself.
 */
export function installStackTraces(positions: Positions): void {
  Error.prepareStackTrace = (error, frames) => {
    const shown = frames.flatMap((frame) => {
      const text = isOurs(frame) ? undefined : describe(frame, positions);
      return text === undefined ? [] : [{ text, isNode: isNode(frame) }];
    });
    while (shown.length > 1 && shown.at(-1)?.isNode) shown.pop();
    return [headline(error), ...shown.map(({ text }) => `    at ${text}`)].join('\n');
  };
}

/** The frame as Node words it, but with places in cells; undefined for code that the compiler put around a cell. */
function describe(frame: NodeJS.CallSite, positions: Positions): string | undefined {
  const script = scriptName(frame);
  const [line, column] = [frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0];
  // What a cell imports and declares is a member of a proxy: its name says nothing to a reader.
  const text = String(frame).replace(/^Proxy\./, '');
  if (!positions.has(script)) return text;
  const place = positions.find(script, line, column);
  if (!place) return undefined;
  const shown = `${place.label}:${place.line}:${place.column}`;
  // The cell itself is compiled to a nameless function, and its variables to members of a proxy: both only noise.
  if (!frame.getFunctionName()) return shown;
  return String(frame)
    .replace(`${script}:${line}:${column}`, shown)
    .replace(/^Proxy\./, '');
}

function scriptName(frame: NodeJS.CallSite): string {
  return frame.getScriptNameOrSourceURL() ?? frame.getFileName() ?? '';
}

function isOurs(frame: NodeJS.CallSite): boolean {
  const file = scriptName(frame);
  return (file.startsWith('file:') ? fileURLToPath(file) : file).startsWith(kernelFolder) || tslabCode.test(file);
}

function isNode(frame: NodeJS.CallSite): boolean {
  const file = scriptName(frame);
  return file === '' || file.startsWith('node:');
}

function headline(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}
