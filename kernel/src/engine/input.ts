import { Readable } from 'node:stream';
import type { CellRequest, Question } from '../threads/messages.js';
import type { MainSide } from '../threads/shared.js';
import type { Scopes } from './scopes.js';

/** Lets cells ask the reader for text: by `prompt()`, and by `process.stdin`, which readline uses. */
export interface Input {
  /** Takes a line for `process.stdin`; undefined is its end. */
  take(line: string | undefined): void;
}

type Ask = (cell: number, question: Question) => void;

export function installInput(scopes: Scopes, mainSide: MainSide, ask: Ask): Input {
  /** Throws where the code stands that wants input, unless somebody is there to give it. */
  function askingCell(): CellRequest {
    const cell = scopes.current();
    if (cell?.allowStdin) return cell;
    throw new Error('Nobody can be asked for input: this client runs cells with allow_stdin false');
  }

  function prompt(text = '', { password = false }: { password?: boolean } = {}): string {
    const { cell } = askingCell();
    const answer = mainSide.waitForAnswer(() => ask(cell, { prompt: String(text), password, blocking: true }));
    return String(answer ?? '');
  }

  const stdin = new LineStream(askingCell, (cell) => ask(cell, { prompt: '', password: false, blocking: false }));
  Object.defineProperty(globalThis, 'prompt', { value: prompt, writable: true, configurable: true });
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
  return { take: (line) => stdin.give(line) };
}

/** A stream that asks for a line when it is read. */
class LineStream extends Readable {
  readonly fd: number = 0;
  readonly isTTY: boolean = false;
  #askingCell: () => CellRequest;
  #ask: (cell: number) => void;

  constructor(askingCell: () => CellRequest, ask: (cell: number) => void) {
    super({ encoding: 'utf8' });
    this.#askingCell = askingCell;
    this.#ask = ask;
  }

  /** Whoever listens resumes first, and can still be told that it is in vain. */
  override resume(): this {
    this.#askingCell();
    return super.resume();
  }

  /** A turn later, as a reader may pause the stream once it has the line it wanted. */
  override _read(): void {
    setImmediate(() => {
      if (this.isPaused()) this.push('');
      else this.#ask(this.#askingCell().cell);
    });
  }

  give(line: string | undefined): void {
    this.push(line === undefined ? '' : `${line}\n`);
  }
}
