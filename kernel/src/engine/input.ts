import { Readable } from 'node:stream';
import type { CellRequest, InputRequest } from '../threads/messages.js';
import type { MainSide } from '../threads/shared.js';
import type { Scopes } from './scopes/scopes.js';

/** The text input of cells: `prompt()`, and `process.stdin`, which readline uses. */
export interface Input {
  /** Gives a line to the `process.stdin` that asked for it. */
  giveLine(line: string): void;
}

/** Sends a request for input to the client. */
type Ask = (cell: number, request: InputRequest) => void;

/** Installs `prompt()` and `process.stdin` for cells. */
export function installInput(scopes: Scopes, mainSide: MainSide, ask: Ask): Input {
  /**
   * Returns the running cell. Throws, in the code that wants input, if the client does not allow
   * input.
   */
  function getAskingCell(): CellRequest {
    const cell = scopes.current();
    if (cell?.allowStdin) return cell;
    throw new Error('This client does not allow input: it runs cells with allow_stdin false');
  }

  function prompt(text = '', { password = false }: { password?: boolean } = {}): string {
    const { cell } = getAskingCell();
    const answer = mainSide.waitForAnswer(() => ask(cell, { prompt: String(text), password, isBlocking: true }));
    return String(answer ?? '');
  }

  // Each cell has its own stream, because a cell that reads the stream to its end or closes it
  // makes it unusable.
  const streams = new WeakMap<CellRequest, LineStream>();
  let asking: LineStream | undefined;
  const withoutCell = new LineStream(getAskingCell, () => {});

  function stdin(): LineStream {
    const cell = scopes.current();
    if (!cell) return withoutCell;
    let stream = streams.get(cell);
    if (!stream) {
      stream = new LineStream(getAskingCell, () => {
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

/** A stream that requests a line from the client whenever it is read. */
class LineStream extends Readable {
  readonly fd: number = 0;
  readonly isTTY: boolean = false;
  #check: () => void;
  #ask: () => void;
  /** Whether the stream was asked for a line but has not yet asked the client. */
  #isLineWanted = false;

  constructor(check: () => void, ask: () => void) {
    super({ encoding: 'utf8' });
    this.#check = check;
    this.#ask = ask;
  }

  /**
   * Resumes the stream. A listener resumes the stream before it reads, so this is the place to
   * throw if the client does not allow input.
   */
  override resume(): this {
    this.#check();
    if (this.#isLineWanted) this._read();
    return super.resume();
  }

  /**
   * Reads from the stream. An async iterator reads without resuming. Size 0 means that the stream
   * itself wants to fill its buffer.
   */
  override read(size?: number): unknown {
    if (size !== 0) this.#check();
    return super.read(size);
  }

  /** Asks one turn later, because a reader may pause the stream once it has its line. */
  override _read(): void {
    this.#isLineWanted = true;
    setImmediate(() => {
      if (!this.#isLineWanted || this.isPaused() || this.destroyed) return;
      this.#isLineWanted = false;
      this.#ask();
    });
  }

  give(line: string): void {
    this.push(`${line}\n`);
  }
}
