import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { type Channels, openChannels } from '../../kernel/src/client/channels.js';
import { executeContent } from '../../kernel/src/client/kernel.js';
import { CHANNELS, type Connection, formatConnectionFile } from '../../kernel/src/wire/connection.js';
import { medianMeasurement } from '../support/table.js';
import type { Contestant } from './contestants.js';

/**
 * Times in milliseconds and memory in bytes. NaN means that a measurement did not finish, or
 * finished without its output.
 */
export interface Measures {
  /**
   * Time from the start of the process to the reply to kernel_info_request and the idle status
   * after it.
   */
  ready: number;
  /** Time from the start of the process to the end of a first cell that imports a library. */
  firstCell: number;
  /** Time of the first cell when it runs again. */
  again: number;
  /** Time of a cell that declares a function again after the import, as the median of 9. */
  redefine: number;
  /** Time of a completion after the import, as the median of 9. */
  completion: number;
  /** Resident memory of the process and its children after the import. */
  memoryAfter: number;
  /** Time of one `1+1`, as the median of 30. */
  roundTrip: number;
  /** Time of a cell that writes 1e5 lines, until all have arrived and the kernel is idle. */
  lines: number;
  /** Resident memory of the process and its children when it is ready. */
  memory: number;
}

/** Longest time, in milliseconds, to wait until all lines have arrived. */
const LINES_TIMEOUT_MS = 5000;

/** Starts a kernel, takes all measures and ends it. */
export async function measureKernel(contestant: Contestant): Promise<Measures> {
  const { argv, folder, firstCell, lines, redefine, completed } = contestant;
  const connection = await freeConnection();
  const temporary = mkdtempSync(join(tmpdir(), 'initlab-bench-'));
  const file = join(temporary, 'connection.json');
  writeFileSync(file, formatConnectionFile(connection));
  const command = argv.map((part) => part.replace('{connection_file}', file));
  const from = performance.now();
  const child = spawn(command[0], command.slice(1), { cwd: folder, stdio: 'ignore', detached: true });
  try {
    await Promise.all([untilOpen(connection.ports.shell), untilOpen(connection.ports.iopub)]);
    const channels = openChannels(connection);
    await untilReady(channels);
    const ready = performance.now() - from;
    const memory = residentMemory(child.pid as number);
    const text = await execute(channels, firstCell);
    const took = performance.now() - from;
    const shown = /\b4\b/.test(stripVTControlCharacters(text));
    const first = {
      ready,
      memory,
      firstCell: shown ? took : Number.NaN,
      memoryAfter: residentMemory(child.pid as number),
    };
    const later = {
      again: await time(() => execute(channels, firstCell)),
      redefine: await timeMedian(9, (i) => execute(channels, redefine.replace('#', String(i)))),
      completion: await timeMedian(9, () => complete(channels, completed)),
      roundTrip: await timeMedian(30, () => execute(channels, '1+1')),
    };
    const full = { ...first, ...later, lines: await timeLines(channels, lines) };
    channels.close();
    return full;
  } finally {
    await kill(child);
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

async function timeMedian(count: number, work: (i: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await time(() => work(i)));
  return medianMeasurement(times);
}

async function complete(channels: Channels, code: string): Promise<void> {
  await channels.request('shell', 'complete_request', { code, cursor_pos: code.length });
}

async function timeLines(channels: Channels, code: string): Promise<number> {
  const from = performance.now();
  let count = 0;
  const done = execute(channels, code, (text) => {
    count += text.split('\n').length - 1;
  });
  const ended = await Promise.race([done.then(() => true), sleep(LINES_TIMEOUT_MS, false)]);
  return ended && count === 1e5 ? performance.now() - from : Number.NaN;
}

/** Resolves with the value that the cell showed, once the kernel is idle again. */
async function execute(channels: Channels, code: string, onText: (text: string) => void = () => {}): Promise<string> {
  let value = '';
  await channels.request('shell', 'execute_request', executeContent(code), ({ header, content }) => {
    if (header.msg_type === 'stream') onText(String(content.text));
    const data = content.data as Record<string, unknown> | undefined;
    value += data?.['text/plain'] ?? content.text ?? content.evalue ?? '';
  });
  return value;
}

/**
 * Asks until an idle status arrives, because a subscription takes a moment to reach the kernel and
 * the first status may be missed.
 */
async function untilReady(channels: Channels): Promise<void> {
  const asked: Promise<boolean>[] = [];
  for (let answered = false; !answered; ) {
    asked.push(channels.request('shell', 'kernel_info_request', {}).then(() => true));
    answered = await Promise.race([...asked, sleep(20, false)]);
  }
}

/** Polls every few milliseconds, because zeromq itself would only retry every 100. */
async function untilOpen(port: number): Promise<void> {
  const opens = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      const end = (open: boolean): void => {
        socket.destroy();
        resolve(open);
      };
      socket.once('connect', () => end(true)).once('error', () => end(false));
    });
  while (!(await opens())) await sleep(5);
}

async function freeConnection(): Promise<Connection> {
  const servers = await Promise.all(CHANNELS.map(listen));
  const ports = CHANNELS.map((name, i) => [name, (servers[i].address() as { port: number }).port]);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const key = randomBytes(32).toString('hex');
  return { transport: 'tcp', ip: '127.0.0.1', key, ports: Object.fromEntries(ports) as Connection['ports'] };
}

function listen(): Promise<ReturnType<typeof createServer>> {
  const server = createServer();
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Reads the resident memory from /proc; NaN without /proc. */
function residentMemory(pid: number): number {
  try {
    const own = Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
    return own + childrenOf(pid).reduce((sum, child) => sum + residentMemory(child), 0);
  } catch {
    return Number.NaN;
  }
}

function childrenOf(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'));
  return lists.flatMap((list) => list.trim().split(' ').filter(Boolean).map(Number));
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  process.kill(process.platform === 'win32' ? (child.pid as number) : -(child.pid as number), 'SIGKILL');
  await gone;
}
