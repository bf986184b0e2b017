import type { Settings } from '../../src/playground/settings.js';
import type { PlaygroundReply, PlaygroundRequest } from '../../worker/playground/messages.js';

/**
 * A worker with one task. While it works, it remembers only the latest settings, so a slider that
 * moves never waits for what it has passed.
 */
export class LatestWorker {
  readonly #task: PlaygroundRequest['task'];
  readonly #onReply: (reply: PlaygroundReply) => void;
  readonly #worker: Worker;
  #isBusy = false;
  #next: Settings | undefined;

  constructor(src: string, task: PlaygroundRequest['task'], onReply: (reply: PlaygroundReply) => void) {
    this.#task = task;
    this.#onReply = onReply;
    this.#worker = new Worker(src, { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<PlaygroundReply>) => {
      this.#isBusy = false;
      this.#onReply(data);
      this.#send();
    });
    this.#worker.addEventListener('error', ({ message }) => {
      this.#onReply({ kind: 'failed', reason: message || 'a script could not be loaded' });
    });
  }

  ask(settings: Settings): void {
    this.#next = settings;
    this.#send();
  }

  #send(): void {
    const settings = this.#next;
    if (this.#isBusy || settings === undefined) return;
    this.#next = undefined;
    this.#isBusy = true;
    const request: PlaygroundRequest = { task: this.#task, settings };
    this.#worker.postMessage(request);
  }
}
