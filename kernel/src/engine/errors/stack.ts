import { headlineOf } from './message.js';
import type { SourceMaps } from './positions.js';

/**
 * Makes `error.stack` show places in the TypeScript of cells. This applies to every stack in the
 * process, including stacks that a cell prints.
 *
 * @param isHidden whether the frames of a script are left out, such as those of the kernel
 */
export function installStackTraces(sourceMaps: SourceMaps, isHidden: (script: string) => boolean): void {
  Error.prepareStackTrace = (error, frames) => {
    const shown = frames.flatMap((frame) => {
      const text = isHidden(scriptName(frame)) ? undefined : describe(frame, sourceMaps);
      return text === undefined ? [] : [{ text, isNodeFrame: isNodeFrame(frame) }];
    });
    while (shown.length > 1 && shown.at(-1)?.isNodeFrame) shown.pop();
    return [headlineOf(error), ...shown.map(({ text }) => `    at ${text}`)].join('\n');
  };
}

/**
 * Formats a frame as Node does, but with places in cells. Returns undefined for code that the
 * compiler added to a cell.
 */
function describe(frame: NodeJS.CallSite, sourceMaps: SourceMaps): string | undefined {
  const script = scriptName(frame);
  const [line, column] = [frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0];
  const text = String(frame);
  if (!sourceMaps.has(script)) return text;
  const place = sourceMaps.find(script, line, column);
  if (!place) return undefined;
  const shown = `${place.label}:${place.line}:${place.column}`;
  // A cell is compiled to a nameless function, of which a reader knows nothing. A browser calls it
  // eval.
  const name = frame.getFunctionName();
  if (!name || name === 'eval') return shown;
  return text.replace(`${script}:${line}:${column}`, shown);
}

function scriptName(frame: NodeJS.CallSite): string {
  return frame.getScriptNameOrSourceURL() ?? frame.getFileName() ?? '';
}

function isNodeFrame(frame: NodeJS.CallSite): boolean {
  const file = scriptName(frame);
  return file === '' || file.startsWith('node:');
}
