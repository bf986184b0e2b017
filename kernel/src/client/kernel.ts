import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, formatConnectionFile } from '../wire/connection.js';
import type { Content, Message } from '../wire/message.js';
import { type Channels, type OnMessage, openChannels } from './channels.js';
import { type KernelExit, type KernelProcess, startProcess } from './process.js';

export interface KernelOptions {
  /** The kernel's current folder: the notebook's. */
  folder: string;
  /** Kills the kernel. */
  signal?: AbortSignal;
}

/** A running kernel, seen from the process that started it. */
export interface Kernel {
  pid: number;
  connection: Connection;
  /** Resolves with the reply once the kernel is idle again. Throws {@link KernelDied} if it ends before. */
  request(channel: 'shell' | 'control', type: string, content: Content, onPublished?: OnMessage): Promise<Message>;
  /** Runs a cell: `onPublished` gets what it puts out, the promise its `execute_reply`. */
  execute(code: string, onPublished?: OnMessage): Promise<Message>;
  exited: Promise<KernelExit>;
  /** Asks the kernel to end and waits for it; ends it for certain if it does not. */
  shutdown(): Promise<KernelExit>;
  kill(): Promise<KernelExit>;
}

/** The kernel process ended while something was asked of it. */
export class KernelDied extends Error {
  override name = 'KernelDied';
  readonly exit: KernelExit;
  constructor(exit: KernelExit) {
    super(`the kernel ended with ${exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`}`);
    this.exit = exit;
  }
}

/** Milliseconds a kernel gets to end by itself. */
const grace = 5000;

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
    ip: '127.0.0.1',
    key: randomBytes(32).toString('hex'),
    ports: { shell: 0, control: 0, iopub: 0, stdin: 0, heartbeat: 0 },
  };
  const folder = mkdtempSync(join(tmpdir(), 'initlab-'));
  try {
    const file = join(folder, 'connection.json');
    writeFileSync(file, formatConnectionFile(wanted), { mode: 0o600 });
    const child = startProcess(file, options.folder);
    endOnAbort(child, options.signal);
    const ports = await Promise.race([child.ports, diesFirst(child)]);
    return await connect(child, { ...wanted, ports });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function connect(child: KernelProcess, connection: Connection): Promise<Kernel> {
  const channels = openChannels(connection);
  const died = diesFirst(child);
  died.catch(() => channels.close());
  const request: Kernel['request'] = (...args) => Promise.race([channels.request(...args), died]);
  await ready(channels, died);
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

/** A subscription takes a moment to reach the kernel, so the first idle may be missed: ask until one arrives. */
async function ready(channels: Channels, died: Promise<never>): Promise<void> {
  const asked: Promise<boolean>[] = [];
  for (let answered = false; !answered; ) {
    asked.push(channels.request('shell', 'kernel_info_request', {}).then(() => true));
    answered = await Promise.race([...asked, sleep(50, false), died]);
  }
}

async function shutdown(child: KernelProcess, channels: Channels): Promise<KernelExit> {
  void channels.request('control', 'shutdown_request', { restart: false });
  const late = setTimeout(child.kill, grace);
  const exit = await child.exited;
  clearTimeout(late);
  return exit;
}

function endOnAbort(child: KernelProcess, signal: AbortSignal | undefined): void {
  if (!signal) return;
  signal.addEventListener('abort', child.kill, { once: true });
  child.exited.then(() => signal.removeEventListener('abort', child.kill));
}

async function diesFirst(child: KernelProcess): Promise<never> {
  throw new KernelDied(await child.exited);
}

function executeContent(code: string): Content {
  return { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true };
}
