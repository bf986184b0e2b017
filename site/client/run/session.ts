import type { OutputMessage } from 'initlab-kernel/outputs';
import type { FromWorker, RunRequest } from '../../worker/cells/messages.js';

/** Receiver of the news from the worker in which the cells of a page run. */
export interface SessionListener {
  onOutput(cell: number, message: OutputMessage): void;
  onBegin(cell: number): void;
  onEnd(cell: number, isOk: boolean): void;
  /** The worker could not be started, or has crashed. */
  onCrash(reason: string): void;
}

/** The worker in which the cells run, one after another. It is started by the first of them. */
export class Session {
  readonly #src: string;
  readonly #listener: SessionListener;
  #waiting: RunRequest[] = [];
  #running: RunRequest | undefined;
  #worker: Worker | undefined;

  constructor(src: string, listener: SessionListener) {
    this.#src = src;
    this.#listener = listener;
  }

  /** The number of the cell that runs. */
  get running(): number | undefined {
    return this.#running?.cell;
  }

  get hasStarted(): boolean {
    return this.#worker !== undefined;
  }

  isWaiting(cell: number): boolean {
    return this.#waiting.some((request) => request.cell === cell);
  }

  /** Runs cells that are not waiting. */
  run(requests: readonly RunRequest[]): void {
    this.#waiting.push(...requests);
    if (this.#running === undefined) this.#next();
  }

  /** Ends the worker, with all variables. Returns the cells that were running or waiting. */
  stop(): number[] {
    const cells = [...(this.#running ? [this.#running] : []), ...this.#waiting].map(({ cell }) => cell);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#running = undefined;
    this.#waiting = [];
    return cells;
  }

  #next(): void {
    const request = this.#waiting.shift();
    this.#running = request;
    if (request === undefined) return;
    this.#worker ??= this.#start();
    this.#listener.onBegin(request.cell);
    this.#worker.postMessage(request);
  }

  #start(): Worker {
    const worker = new Worker(this.#src, { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'output')
        return this.#listener.onOutput(data.cell, { header: { msg_type: data.type }, content: data.content });
      // The cells that wait for one that has failed would fail, too.
      if (!data.isOk) this.#waiting = [];
      this.#running = undefined;
      this.#listener.onEnd(data.cell, data.isOk);
      this.#next();
    });
    worker.addEventListener('error', ({ message }) => {
      this.stop();
      this.#listener.onCrash(message || 'its script could not be loaded');
    });
    return worker;
  }
}
