import type { Content } from '../wire/message.js';
import type { CodeCell, DisplayData, ErrorOutput, ExecuteResult, MimeBundle, Output } from './types.js';

/** An output that a later message may update. */
type RichOutput = DisplayData | ExecuteResult;

/** The parts of a message about an output that a notebook needs. */
export interface OutputMessage {
  header: { msg_type: string };
  content: Content;
}

/** Adds the messages that a kernel publishes to the outputs of a notebook's cells. */
export interface OutputCollector {
  add(cell: CodeCell, message: OutputMessage): void;
}

/**
 * Creates a collector for one notebook. The outputs of a cell beyond `maxCharacters` are left out:
 * a loop that prints without end would fill the memory, and a text has a largest length.
 */
export function createOutputCollector(maxCharacters: number = Number.POSITIVE_INFINITY): OutputCollector {
  const displays = new Map<string, RichOutput[]>();
  const toBeCleared = new WeakSet<CodeCell>();
  /** Number of characters that a cell has shown. */
  const shown = new WeakMap<CodeCell, number>();

  /** Counts an output. Returns whether there is room, and says so once if there is none. */
  function hasRoom(cell: CodeCell, output: Output): boolean {
    const before = shown.get(cell) ?? 0;
    if (before > maxCharacters) return false;
    const after = before + sizeOf(output);
    shown.set(cell, after);
    if (after <= maxCharacters) return true;
    if (output.output_type === 'stream')
      join(cell, { ...output, text: wellFormed(output.text.slice(0, maxCharacters - before)) });
    const text = `\nThe output of this cell was cut here: it has more than ${maxCharacters / 1e6} million characters.\n`;
    cell.outputs.push({ output_type: 'stream', name: 'stderr', text });
    return false;
  }

  function empty(cell: CodeCell): void {
    cell.outputs.length = 0;
    shown.delete(cell);
  }

  function append(cell: CodeCell, output: Output): void {
    if (toBeCleared.delete(cell)) empty(cell);
    if (hasRoom(cell, output)) join(cell, output);
  }

  function join(cell: CodeCell, output: Output): void {
    const last = cell.outputs.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name) {
      last.text += output.text;
    } else {
      cell.outputs.push(output);
    }
  }

  function show(cell: CodeCell, output: RichOutput, content: Content): void {
    const id = readDisplayId(content);
    if (id !== undefined) displays.set(id, [...(displays.get(id) ?? []), output]);
    append(cell, output);
  }

  /** Updates every output with the display id of the message, in all cells. */
  function update(content: Content): void {
    for (const output of displays.get(readDisplayId(content) ?? '') ?? []) Object.assign(output, readBundle(content));
  }

  function clear(cell: CodeCell, wait: boolean): void {
    if (wait) toBeCleared.add(cell);
    else empty(cell);
  }

  return {
    add(cell, { header, content }) {
      switch (header.msg_type) {
        case 'stream':
          return append(cell, { output_type: 'stream', ...(content as { name: 'stdout' | 'stderr'; text: string }) });
        case 'display_data':
          return show(cell, { output_type: 'display_data', ...readBundle(content) }, content);
        case 'execute_result': {
          const execution_count = content.execution_count as number;
          return show(cell, { output_type: 'execute_result', ...readBundle(content), execution_count }, content);
        }
        case 'update_display_data':
          return update(content);
        case 'clear_output':
          return clear(cell, content.wait === true);
        case 'error':
          return append(cell, { output_type: 'error', ...(content as Omit<ErrorOutput, 'output_type'>) });
      }
    },
  };
}

/** Removes half of a surrogate pair, where a text was cut. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}

/** Number of characters of an output. What it says about itself, such as metadata, is small. */
function sizeOf(output: Output): number {
  if (output.output_type === 'stream') return output.text.length;
  if (output.output_type === 'error') return output.traceback.join('').length + output.evalue.length;
  const sizes = Object.values(output.data).map((data) =>
    typeof data === 'string' ? data.length : JSON.stringify(data).length,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function readBundle(content: Content): { data: MimeBundle; metadata: Record<string, unknown> } {
  return { data: content.data as MimeBundle, metadata: (content.metadata ?? {}) as Record<string, unknown> };
}

function readDisplayId(content: Content): string | undefined {
  return (content.transient as { display_id?: string } | undefined)?.display_id;
}
