import type { Content, Message } from '../wire/message.js';
import type { CodeCell, DisplayData, ErrorOutput, ExecuteResult, MimeBundle, Output } from './types.js';

/** An output that a later message may update. */
type RichOutput = DisplayData | ExecuteResult;

/** Adds the messages that a kernel publishes to the outputs of a notebook's cells. */
export interface OutputCollector {
  add(cell: CodeCell, message: Message): void;
}

/** Creates a collector for one notebook. */
export function createOutputCollector(): OutputCollector {
  const displays = new Map<string, RichOutput[]>();
  const toBeCleared = new WeakSet<CodeCell>();

  function append(cell: CodeCell, output: Output): void {
    if (toBeCleared.delete(cell)) cell.outputs.length = 0;
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
    else cell.outputs.length = 0;
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

function readBundle(content: Content): { data: MimeBundle; metadata: Record<string, unknown> } {
  return { data: content.data as MimeBundle, metadata: (content.metadata ?? {}) as Record<string, unknown> };
}

function readDisplayId(content: Content): string | undefined {
  return (content.transient as { display_id?: string } | undefined)?.display_id;
}
