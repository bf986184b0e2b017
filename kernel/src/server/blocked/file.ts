import { closeSync, constants, openSync, readFileSync, readlinkSync, readSync, statSync, writeSync } from 'node:fs';
import { arch } from 'node:os';

/** Numbers of system calls on Linux. The path of `open` is argument 0, that of `openat` 1. */
const CALLS: Partial<Record<string, { open?: string; openat: string; read: string; write: string }>> = {
  x64: { open: '2', openat: '257', read: '0', write: '1' },
  arm64: { openat: '56', read: '63', write: '64' },
};

const MAX_PATH_BYTES = 4096;

/**
 * Ends the wait of the main thread for a named pipe (FIFO), which nothing else can interrupt: it
 * becomes the other end for a moment. The code that waited is stopped right after that.
 *
 * Only Linux says in which system call a thread is.
 */
export function endAwaitedPipe(): void {
  try {
    const path = awaitedPath();
    if (path === undefined || !statSync(path).isFIFO()) return;
    // Opened for both directions, a pipe lets go of every thread that is opening it.
    const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    // A byte lets go of a reader whose pipe has another writer that is silent.
    writeSync(pipe, '\n');
    closeSync(pipe);
  } catch {
    // The call has ended meanwhile, or the system does not show it.
  }
}

/** Finds the file that the main thread is opening, reading or writing, if it is in such a call. */
function awaitedPath(): string | undefined {
  const calls = CALLS[arch()];
  const [number, ...args] = readFileSync(`/proc/self/task/${process.pid}/syscall`, 'utf8').trim().split(' ');
  if (calls === undefined) return undefined;
  if (number === calls.read || number === calls.write) return readlinkSync(`/proc/self/fd/${Number(args[0])}`);
  if (number === calls.openat) return textAt(Number(args[1]));
  if (number === calls.open) return textAt(Number(args[0]));
  return undefined;
}

/** Reads a text from the memory of this process, up to its first zero byte. */
function textAt(address: number): string {
  const memory = openSync('/proc/self/mem', 'r');
  try {
    const bytes = Buffer.alloc(MAX_PATH_BYTES);
    const length = readSync(memory, bytes, 0, MAX_PATH_BYTES, address);
    return bytes.subarray(0, Math.max(0, bytes.subarray(0, length).indexOf(0))).toString();
  } finally {
    closeSync(memory);
  }
}
