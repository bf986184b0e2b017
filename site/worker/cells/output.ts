import { type DisplayContent, type Failure, type MimeBundle, type StreamName, toSendable } from 'initlab-kernel/cells';
import type { FromWorker } from './messages.js';

/** Length of collected text from which it is sent at once. */
const MAX_COLLECTED_CHARACTERS = 1 << 14;

/** Time during which text is collected. */
const COLLECTING_MS = 20;

/** Sends what cells write and show to the page, in order. */
export interface Output {
  /** The cell to which output belongs from now on. */
  begin(cell: number): void;
  write(name: StreamName, text: string): void;
  show(content: DisplayContent, isUpdate: boolean): void;
  showResult(data: MimeBundle): void;
  showFailure(failure: Failure): void;
  clear(isWaiting: boolean): void;
  end(isOk: boolean): void;
}

/** Creates the way to the page. Short pieces of text are joined, because a cell may write many. */
export function createOutput(post: (message: FromWorker) => void): Output {
  let cell = 0;
  let collected: { name: StreamName; text: string; since: number } | undefined;

  function flush(): void {
    if (!collected) return;
    const { name, text } = collected;
    collected = undefined;
    post({ kind: 'output', cell, type: 'stream', content: { name, text } });
  }

  function publish(type: string, content: object): void {
    flush();
    post({ kind: 'output', cell, type, content: content as Record<string, unknown> });
  }

  return {
    begin(next) {
      flush();
      cell = next;
    },
    write(name, text) {
      if (collected?.name !== name) flush();
      const now = performance.now();
      if (collected === undefined) setTimeout(flush, COLLECTING_MS);
      collected = { name, text: (collected?.text ?? '') + text, since: collected?.since ?? now };
      // A cell that never waits lets no timer run.
      if (collected.text.length > MAX_COLLECTED_CHARACTERS || now - collected.since > COLLECTING_MS) flush();
    },
    show: (content, isUpdate) => publish(isUpdate ? 'update_display_data' : 'display_data', toSendable(content)),
    showResult: (data) => publish('execute_result', { data, metadata: {}, execution_count: cell }),
    showFailure: (failure) => publish('error', failure),
    clear: (wait) => publish('clear_output', { wait }),
    end(isOk) {
      flush();
      post({ kind: 'done', cell, isOk });
    },
  };
}
