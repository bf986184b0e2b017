import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { kernelMain, nodeFlags } from '../kernelMain.js';
import type { Connection } from '../wire/connection.js';

/** How a kernel process ended, with the last it said on its own stderr and stdout. */
export interface KernelExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  lastWords: string;
}

export interface KernelProcess {
  pid: number;
  /** The ports the kernel took, once it listens on them. */
  ports: Promise<Connection['ports']>;
  exited: Promise<KernelExit>;
  /** Ends the kernel and every process it started, whatever they are doing; only those that left its process group stay. */
  kill(): Promise<KernelExit>;
}

/** What is kept of the process's own output, in characters; enough for V8's report of exhausted memory. */
const kept = 8000;

/** Milliseconds in which what a dead process left in its pipes and sockets can still be read. */
const drain = 300;

export function startProcess(connectionFile: string, folder: string): KernelProcess {
  const child = spawn(process.execPath, [...nodeFlags, kernelMain, connectionFile, '3'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in a terminal reaches only us, and one signal ends the kernel with all it started.
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
      lastWords = (lastWords + text).slice(-kept);
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, lastWords: error.message }));
    // Not 'close': a process that the cell started may hold the streams open for as long as it likes.
    child.once('exit', (code, signal) => {
      killGroup(child); // What the kernel started does not outlive it.
      setTimeout(() => resolve({ code, signal, lastWords: lastWords.trim() }), drain);
    });
  });
}

function killGroup(child: ChildProcess): void {
  try {
    if (process.platform !== 'win32' && child.pid) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group is gone already, or never was; the next line is for the process alone.
  }
  child.kill('SIGKILL');
}
