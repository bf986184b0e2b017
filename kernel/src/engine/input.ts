import { Readable } from 'node:stream';
import type { CellRequest, InputRequest } from '../threads/messages.js';
import type { MainSide } from '../threads/shared.js';
import type { Scopes } from './scopes.js';

/** Lets cells ask the reader for text: by `prompt()`, and by `process.stdin`, which readline uses. */
export interface Input {
  /** Gives a line to the `process.stdin` that asked for it. */
  giveLine(line: string): void;
}

type Ask = (cell: number, request: InputRequest) => void;

export function installInput(scopes: Scopes, mainSide: MainSide, ask: Ask): Input {
  /** Throws where the code stands that wants input, unless somebody is there to give it. */
  function askingCell(): CellRequest {
    const cell = scopes.current();
    if (cell?.allowStdin) return cell;
    throw new Error('Nobody can be asked for input: this client runs cells with allow_stdin false');
  }

  function prompt(text = '', { password = false }: { password?: boolean } = {}): string {
    const { cell } = askingCell();
    const answer = mainSide.waitForAnswer(() => ask(cell, { prompt: String(text), password, isBlocking: true }));
    return String(answer ?? '');
  }

  // One stream a cell, as whoever reads it to its end, or closes it, leaves it unusable.
  const streams = new WeakMap<CellRequest, LineStream>();
  let asking: LineStream | undefined;
  const withoutCell = new LineStream(askingCell, () => {});

  function stdin(): LineStream {
    const cell = scopes.current();
    if (!cell) return withoutCell;
    let stream = streams.get(cell);
    if (!stream) {
      stream = new LineStream(askingCell, () => {
        asking = stream;
        ask(cell.cell, { prompt: '', password: false, isBlocking: false });
      });
      streams.set(cell, stream);
    }
    return stream;
  }

  Object.defineProperty(globalThis, 'prompt', { value: prompt, writable: true, configurable: true });
  Object.defineProperty(process, 'stdin', { get: stdin, configurable: true });
  return { giveLine: (line) => asking?.give(line) };
}

/** A stream that asks for a line when it is read. */
class LineStream extends Readable {
  readonly fd: number = 0;
  readonly isTTY: boolean = false;
  #check: () => void;
  #ask: () => void;
  /** Whether a line was asked of us that we have not asked for yet. */
  #wanted = false;

  constructor(check: () => void, ask: () => void) {
    super({ encoding: 'utf8' });
    this.#check = check;
    this.#ask = ask;
  }

  /** Whoever listens resumes first, and can still be told that it is in vain. */
  override resume(): this {
    this.#check();
    if (this.#wanted) this._read();
    return super.resume();
  }

  /** An async iterator does not resume, but reads. With size 0 it is the stream itself that wants to fill up. */
  override read(size?: number): unknown {
    if (size !== 0) this.#check();
    return super.read(size);
  }

  /** A turn later, as a reader may pause the stream once it has the line it wanted. */
  override _read(): void {
    this.#wanted = true;
    setImmediate(() => {
      if (!this.#wanted || this.isPaused() || this.destroyed) return;
      this.#wanted = false;
      this.#ask();
    });
  }

  give(line: string): void {
    this.push(`${line}\n`);
  }
}
