import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startKernel } from 'initlab-kernel';
import { medianMeasurement } from '../support/table.js';
import { COSTLY_CELLS, SOAK_CELLS } from './soakCells.js';

const DEFAULT_MINUTES = 30;
const DEFAULT_READERS = 50;
const DEFAULT_CELLS = 10_000;

/** Number of rows in a table: the state of the process at equal distances. */
const ROWS = 10;

/** The cell by which the latency is measured, and the number of other cells between two of them. */
const PROBE = '1 + 1';
const PROBE_INTERVAL = 10;

/** The number of other cells between two that start a process or thread. */
const COSTLY_INTERVAL = 50;

/** Pause of a reader between two pages, in milliseconds. */
const READING_MS = 500;

/** The state of a process after a part of the time. */
interface Sample {
  minutes: number;
  count: number;
  megabytes: number;
  descriptors: number;
  /** The median latency since the sample before, in milliseconds. */
  latency: number;
}

/**
 * Keeps one kernel busy with cells of all kinds, and then the server of the pages with readers.
 * Prints memory, open files and latency as they change.
 *
 * @param args minutes of each part (30), readers (50), and the number of cells (10,000), which are
 *   spread over the minutes
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const [minutes = DEFAULT_MINUTES, readers = DEFAULT_READERS, cells = DEFAULT_CELLS] = args.map(Number);
  if (![minutes, readers, cells].every((value) => value > 0))
    throw new RangeError(`The arguments are minutes, readers and cells, not: ${args.join(' ')}`);
  const ofKernel = await soakKernel(minutes, cells);
  console.log(`### One kernel, cells of all kinds\n\n${table('cells', ofKernel)}\n`);
  const ofServer = await soakServer(minutes, readers);
  console.log(`### The server of the pages, ${readers} readers\n\n${table('requests', ofServer)}`);
}

async function soakKernel(minutes: number, cells: number): Promise<Sample[]> {
  const kernel = await startKernel({ folder: resolve('notebooks') });
  const sampler = createSampler(kernel.pid, minutes);
  const from = performance.now();
  for (let i = 0; i < cells && !sampler.isOver(); i++) {
    await sleep(Math.max(0, from + (i / cells) * minutes * 60_000 - performance.now()));
    const isCostly = i % COSTLY_INTERVAL === 0;
    const list = isCostly ? COSTLY_CELLS : SOAK_CELLS;
    const code = list[(isCostly ? i / COSTLY_INTERVAL : i) % list.length].replaceAll('#', String(i));
    if (i % PROBE_INTERVAL === 0) await sampler.measure(() => kernel.execute(PROBE));
    await kernel.execute(code);
    if (i % PROBE_INTERVAL === 1)
      await kernel.request('shell', 'complete_request', { code: 'point.', cursor_pos: 'point.'.length });
    sampler.count();
  }
  const { lastWords } = await kernel.shutdown();
  if (lastWords !== '') console.error(lastWords);
  return sampler.samples;
}

async function soakServer(minutes: number, readers: number): Promise<Sample[]> {
  const server = spawn(process.execPath, ['site/bin/start.js', '--no-run', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  server.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  while (!/http:\S+\s/.test(text)) await once(server.stdout, 'data');
  const [url] = /http:\S+/.exec(text) as RegExpExecArray;
  const sampler = createSampler(server.pid as number, minutes);
  const read = async (address: string): Promise<string> => {
    let page = '';
    await sampler.measure(async () => {
      const response = await fetch(new URL(address, url));
      page = await response.text();
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
    });
    sampler.count();
    return page;
  };
  /** Reads page after page as a browser does: the page, what it shows, and its states of runs. */
  const reader = async (number: number): Promise<void> => {
    const first = await read('/');
    const pages = [...first.matchAll(/href="((?:\w[\w-]*)\.html)"/g)].map(([, page]) => page);
    for (let i = number; !sampler.isOver(); i++) {
      const gone = new AbortController();
      const page = pages[i % pages.length];
      const content = await read(page);
      const events = fetch(new URL('/events', url), { signal: gone.signal }).catch(() => undefined);
      for (const [, file] of content.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)) await read(file);
      await sleep(READING_MS);
      gone.abort();
      await events;
    }
  };
  await Promise.all(Array.from({ length: readers }, (_, number) => reader(number)));
  server.kill('SIGINT');
  await once(server, 'exit');
  return sampler.samples;
}

/** Takes a sample of a process at equal distances of time. */
function createSampler(pid: number, minutes: number) {
  const from = performance.now();
  const samples: Sample[] = [];
  const elapsed = (): number => (performance.now() - from) / 60_000;
  let latencies: number[] = [];
  let count = 0;

  return {
    samples,
    isOver: () => samples.length >= ROWS,
    async measure(work: () => Promise<unknown>): Promise<void> {
      const begin = performance.now();
      await work();
      latencies.push(performance.now() - begin);
    },
    count(): void {
      count++;
      if (elapsed() < ((samples.length + 1) * minutes) / ROWS) return;
      const latency = medianMeasurement(latencies);
      samples.push({ minutes: elapsed(), count, ...stateOf(pid), latency });
      latencies = [];
    },
  };
}

function stateOf(pid: number): Pick<Sample, 'megabytes' | 'descriptors'> {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return { megabytes: Number(kilobytes) / 1024, descriptors: readdirSync(`/proc/${pid}/fd`).length };
}

function table(counted: string, samples: readonly Sample[]): string {
  const rows = samples.map(
    ({ minutes, count, megabytes, descriptors, latency }) =>
      `| ${minutes.toFixed(1)} | ${count} | ${megabytes.toFixed(0)} MiB | ${descriptors} | ${latency.toFixed(0)} ms |`,
  );
  return [`| minutes | ${counted} | memory | open files | latency |`, '|---:|---:|---:|---:|---:|', ...rows].join('\n');
}
