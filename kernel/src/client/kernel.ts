import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, formatConnectionFile } from '../wire/connection.js';
import type { Content, Message } from '../wire/message.js';
import { type Channels, type OnMessage, openChannels } from './channels.js';
import { type KernelExit, type KernelProcess, startProcess } from './process.js';

/** Options of {@link startKernel}. */
export interface KernelOptions {
  /** The current folder of the kernel, usually that of the notebook. */
  folder: string;
  /** Whether results and errors have the colours of a terminal. Default false. */
  hasColors?: boolean;
  /** Signal that kills the kernel. */
  signal?: AbortSignal;
}

/** A running kernel, seen from the process that started it. */
export interface Kernel {
  pid: number;
  connection: Connection;
  /**
   * Resolves with the reply once the kernel is idle again. Rejects with {@link KernelDied} if the
   * kernel ends first.
   */
  request(channel: 'shell' | 'control', type: string, content: Content, onPublished?: OnMessage): Promise<Message>;
  /** Runs a cell. `onPublished` takes its output; the promise resolves with its `execute_reply`. */
  execute(code: string, onPublished?: OnMessage): Promise<Message>;
  exited: Promise<KernelExit>;
  /**
   * Asks the kernel to exit and waits until it has exited. Kills the kernel if that takes too long.
   */
  shutdown(): Promise<KernelExit>;
  kill(): Promise<KernelExit>;
}

/** Reports that the kernel process ended during a request. */
export class KernelDied extends Error {
  override name = 'KernelDied';
  readonly exit: KernelExit;
  constructor(exit: KernelExit) {
    super(`the kernel ended with ${exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`}`);
    this.exit = exit;
  }
}

/** Time that a kernel has to exit on its own. */
const MAX_SHUTDOWN_MS = 5000;

/** Interval between two attempts to reach a new kernel. */
const RETRY_INTERVAL_MS = 50;

/**
 * Starts a kernel process and resolves when it answers.
 *
 * @example
 * const kernel = await startKernel({ folder: 'notebooks' });
 * const reply = await kernel.execute('1 + 1', ({ header, content }) => console.log(header.msg_type, content));
 * await kernel.shutdown();
 */
export async function startKernel(options: KernelOptions): Promise<Kernel> {
  const wanted: Connection = {
    transport: 'tcp',
    ip: '127.0.0.1',
    key: randomBytes(32).toString('hex'),
    ports: { shell: 0, control: 0, iopub: 0, stdin: 0, heartbeat: 0 },
  };
  const folder = mkdtempSync(join(tmpdir(), 'initlab-'));
  try {
    const file = join(folder, 'connection.json');
    writeFileSync(file, formatConnectionFile(wanted), { mode: 0o600 });
    const child = startProcess(file, options.folder, options.hasColors === true);
    endOnAbort(child, options.signal);
    const ports = await Promise.race([child.ports, rejectOnExit(child)]);
    return await connect(child, { ...wanted, ports });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function connect(child: KernelProcess, connection: Connection): Promise<Kernel> {
  const channels = openChannels(connection);
  const died = rejectOnExit(child);
  died.catch(() => channels.close());
  const request: Kernel['request'] = (...args) => Promise.race([channels.request(...args), died]);
  await waitUntilReady(channels, died);
  return {
    pid: child.pid,
    connection,
    request,
    execute: (code, onPublished) => request('shell', 'execute_request', executeContent(code), onPublished),
    exited: child.exited,
    shutdown: () => shutdown(child, channels),
    kill: child.kill,
  };
}

/**
 * Asks until an idle status arrives. A subscription takes a moment to reach the kernel, so the
 * first status may be missed.
 */
async function waitUntilReady(channels: Channels, died: Promise<never>): Promise<void> {
  const asked: Promise<boolean>[] = [];
  for (let answered = false; !answered; ) {
    asked.push(channels.request('shell', 'kernel_info_request', {}).then(() => true));
    answered = await Promise.race([...asked, sleep(RETRY_INTERVAL_MS, false), died]);
  }
}

async function shutdown(child: KernelProcess, channels: Channels): Promise<KernelExit> {
  void channels.request('control', 'shutdown_request', { restart: false });
  const late = setTimeout(child.kill, MAX_SHUTDOWN_MS);
  const exit = await child.exited;
  clearTimeout(late);
  return exit;
}

function endOnAbort(child: KernelProcess, signal: AbortSignal | undefined): void {
  if (!signal) return;
  signal.addEventListener('abort', child.kill, { once: true });
  child.exited.then(() => signal.removeEventListener('abort', child.kill));
}

async function rejectOnExit(child: KernelProcess): Promise<never> {
  throw new KernelDied(await child.exited);
}

/** Makes the content of a request to run a cell. */
export function executeContent(code: string): Content {
  return { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true };
}
