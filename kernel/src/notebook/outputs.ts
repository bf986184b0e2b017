import type { Content, Message } from '../wire/message.js';
import type { CodeCell, DisplayData, ErrorOutput, ExecuteResult, MimeBundle, Output } from './types.js';

type Shown = DisplayData | ExecuteResult;

/** Puts what a kernel publishes into the outputs of a notebook's cells. */
export interface OutputCollector {
  add(cell: CodeCell, message: Message): void;
}

export function createOutputCollector(): OutputCollector {
  const displays = new Map<string, Shown[]>();
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

  function show(cell: CodeCell, output: Shown, content: Content): void {
    const id = displayId(content);
    if (id !== undefined) displays.set(id, [...(displays.get(id) ?? []), output]);
    append(cell, output);
  }

  /** An update reaches every output with that id, in whichever cell. */
  function update(content: Content): void {
    for (const output of displays.get(displayId(content) ?? '') ?? []) Object.assign(output, shown(content));
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
          return show(cell, { output_type: 'display_data', ...shown(content) }, content);
        case 'execute_result': {
          const execution_count = content.execution_count as number;
          return show(cell, { output_type: 'execute_result', ...shown(content), execution_count }, content);
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

function shown(content: Content): { data: MimeBundle; metadata: Record<string, unknown> } {
  return { data: content.data as MimeBundle, metadata: (content.metadata ?? {}) as Record<string, unknown> };
}

function displayId(content: Content): string | undefined {
  return (content.transient as { display_id?: string } | undefined)?.display_id;
}
