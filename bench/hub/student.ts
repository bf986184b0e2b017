import { setTimeout as sleep } from 'node:timers/promises';
import { type CodeCell, type Notebook, readNotebook } from 'initlab-kernel';
import { createOutputCollector } from 'initlab-kernel/outputs';
import { withoutProgress } from '../../site/src/figures/withoutProgress.js';
import { differences } from '../../site/src/lessons/differences.js';
import type { Hub } from './hub.js';
import { connectKernel, type KernelClient } from './kernelClient.js';
import { processesOf, proportionalMemoryMb } from './memory.js';

/** Times in milliseconds and memory in MB, as one student met them. */
export interface StudentMeasures {
  /** Time from the login until the server answers. */
  server: number;
  /** Time from the request for a kernel to the output of the first cell that has one. */
  firstResult: number;
  /** Times of the cells of lesson 1. */
  cells: number[];
  /** Time from the interrupt of a cell that trains to its end. */
  interrupt: number;
  /** Number of cells whose outputs are not those in the notebook, or that failed. */
  lostOutputs: number;
  /** Memory of the single-user server and the kernel when the kernel is ready. */
  memoryReady: number;
  /** Memory after lesson 1. */
  memoryLesson: number;
  /** Memory after training in lesson 3. */
  memoryTrained: number;
}

const LESSON = 'notebooks/01-variance-math.ipynb';
const TRAINING = 'notebooks/03-he.ipynb';

/** Time after which training is interrupted. */
const BEFORE_INTERRUPT_MS = 2000;

/** Takes a student through lesson 1, and through lesson 3 until training is interrupted. */
export async function study(hub: Hub, name: string): Promise<StudentMeasures> {
  const from = performance.now();
  await expectOk(hub.api('POST', `/users/${name}`));
  const answer = await expectOk(hub.api('POST', `/users/${name}/tokens`, { note: 'bench' }));
  const { token } = (await answer.json()) as { token: string };
  const server = await startServer(hub, name, token);
  const serverMs = performance.now() - from;

  const lesson = readNotebook(LESSON);
  const asked = performance.now();
  const first = await openNotebook(server, token, LESSON);
  await first.client.ready();
  const memoryReady = proportionalMemoryMb(processesOf(name));
  const { run, cells, firstOutput } = await runLesson(first.client, lesson);
  const memoryLesson = proportionalMemoryMb(processesOf(name));
  await first.end();

  const second = await openNotebook(server, token, TRAINING);
  const { training, interrupt } = await trainAndInterrupt(second);
  const memoryTrained = proportionalMemoryMb(processesOf(name));
  await second.end();
  await expectOk(hub.api('DELETE', `/users/${name}/server`));
  return {
    server: serverMs,
    firstResult: firstOutput - asked,
    cells,
    interrupt,
    lostOutputs: differences(lesson, withoutProgress(run)).length + training,
    memoryReady,
    memoryLesson,
    memoryTrained,
  };
}

async function startServer(hub: Hub, name: string, token: string): Promise<string> {
  await expectOk(hub.api('POST', `/users/${name}/server`));
  const address = `${hub.address}/user/${name}/`;
  for (;;) {
    const status = await fetch(`${address}api/status?token=${token}`, { redirect: 'manual' }).catch(() => undefined);
    if (status?.status === 200) return address;
    await sleep(100);
  }
}

interface StudentKernel {
  client: KernelClient;
  interrupt(): Promise<void>;
  end(): Promise<void>;
}

/** Opens a notebook of the student's copy of the course, which starts its kernel. */
async function openNotebook(server: string, token: string, notebook: string): Promise<StudentKernel> {
  const headers = { Authorization: `token ${token}`, 'Content-Type': 'application/json' };
  const path = `initlab/${notebook}`;
  const body = JSON.stringify({ path, name: path, type: 'notebook', kernel: { name: 'initlab' } });
  const answer = await expectOk(fetch(`${server}api/sessions`, { method: 'POST', headers, body }));
  const { id: session, kernel } = (await answer.json()) as { id: string; kernel: { id: string } };
  const client = await connectKernel(server, kernel.id, token);
  return {
    client,
    async interrupt() {
      await expectOk(fetch(`${server}api/kernels/${kernel.id}/interrupt`, { method: 'POST', headers }));
    },
    async end() {
      client.close();
      await expectOk(fetch(`${server}api/sessions/${session}`, { method: 'DELETE', headers }));
    },
  };
}

/** Runs all cells, and collects their outputs as a front end does that saves the notebook. */
async function runLesson(
  client: KernelClient,
  notebook: Notebook,
): Promise<{ run: Notebook; cells: number[]; firstOutput: number }> {
  const collector = createOutputCollector();
  const run = structuredClone(notebook);
  const times: number[] = [];
  let firstOutput = Number.NaN;
  for (const cell of codeCells(run)) {
    cell.outputs = [];
    const { tookMs, count } = await client.run(sourceOf(cell), (message) => {
      collector.add(cell, message);
      if (Number.isNaN(firstOutput) && cell.outputs.length > 0) firstOutput = performance.now();
    });
    cell.execution_count = count;
    times.push(tookMs);
  }
  return { run, cells: times, firstOutput };
}

/** Runs lesson 3 up to its first cell that trains, and stops that cell. */
async function trainAndInterrupt({
  client,
  interrupt,
}: StudentKernel): Promise<{ training: number; interrupt: number }> {
  let failed = 0;
  for (const cell of codeCells(readNotebook(TRAINING))) {
    const source = sourceOf(cell);
    if (!/\btrain\(|\bcompare\(/.test(source)) {
      if ((await client.run(source)).error !== undefined) failed += 1;
      continue;
    }
    const running = client.run(source);
    await Promise.race([running, sleep(BEFORE_INTERRUPT_MS)]);
    const from = performance.now();
    await interrupt();
    const { error } = await running;
    if (error !== 'KeyboardInterrupt') failed += 1;
    return { training: failed, interrupt: performance.now() - from };
  }
  throw new Error(`${TRAINING} has no cell that trains`);
}

function codeCells({ cells }: Notebook): CodeCell[] {
  return cells.filter((cell): cell is CodeCell => cell.cell_type === 'code');
}

function sourceOf({ source }: CodeCell): string {
  return Array.isArray(source) ? source.join('') : source;
}

async function expectOk(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  if (response.ok) return response;
  throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}
