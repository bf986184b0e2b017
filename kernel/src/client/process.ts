import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { KERNEL_MAIN, NODE_FLAGS } from '../kernelMain.js';
import type { Connection } from '../wire/connection.js';

/**
 * The end of a kernel process: its exit code or signal, and the last part of its own stderr and
 * stdout.
 */
export interface KernelExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  lastWords: string;
}

/** A kernel process, seen from the process that started it. */
export interface KernelProcess {
  pid: number;
  /** The ports of the kernel, once it listens on them. */
  ports: Promise<Connection['ports']>;
  exited: Promise<KernelExit>;
  /** Kills the kernel and every process it started, except those that left its process group. */
  kill(): Promise<KernelExit>;
}

/**
 * Characters of the process's own output that are kept: enough for V8's report of exhausted memory.
 */
const MAX_LAST_WORDS_CHARACTERS = 8000;

/** Time for which the pipes and sockets of a dead process are still read. */
const DRAIN_MS = 300;

/** Starts a kernel process. Without `hasColors`, what it shows is the same in every terminal. */
export function startProcess(connectionFile: string, folder: string, hasColors: boolean): KernelProcess {
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [...NODE_FLAGS, KERNEL_MAIN, connectionFile, '3'], {
    cwd: folder,
    env: hasColors ? { ...env, FORCE_COLOR: '1' } : env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // The kernel gets a process group of its own: Ctrl-C in a terminal then reaches only this
    // process, and one signal ends everything that the kernel started.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const exited = watchExit(child);
  const ports = new Promise<Connection['ports']>((resolve) => {
    let text = '';
    (child.stdio[3] as Readable).setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.endsWith('\n')) resolve(JSON.parse(text));
    });
  });
  const kill = (): Promise<KernelExit> => {
    if (child.exitCode === null && child.signalCode === null) killGroup(child);
    return exited;
  };
  return { pid: child.pid ?? 0, ports, exited, kill };
}

function watchExit(child: ChildProcess): Promise<KernelExit> {
  let lastWords = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      lastWords = (lastWords + text).slice(-MAX_LAST_WORDS_CHARACTERS);
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, lastWords: error.message }));
    // The event 'close' could come much later, because a process that a cell started may hold the
    // streams open.
    child.once('exit', (code, signal) => {
      killGroup(child); // Processes that the kernel started must not outlive it.
      setTimeout(() => resolve({ code, signal, lastWords: lastWords.trim() }), DRAIN_MS);
    });
  });
}

function killGroup(child: ChildProcess): void {
  try {
    if (process.platform !== 'win32' && child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // There is no such group any more. The next line kills the process alone.
  }
  child.kill('SIGKILL');
}
