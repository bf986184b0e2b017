import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isAlive, temporaryFolder, until } from '../../../kernel/support/files.js';
import { ended, initlab, start } from '../support.js';

function project(text: string): { folder: string; file: string; out: string } {
  const folder = temporaryFolder();
  const file = join(folder, 'sweep.mjs');
  writeFileSync(file, text);
  return { folder, file, out: join(folder, 'out') };
}

function linesIn(out: string): { point: { a: number }; result?: unknown; error?: { name: string; message: string } }[] {
  const folder = join(out, 'results');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text)),
  );
}

describe('initlab sweep, when processes are killed', () => {
  it('loses no point and repeats none when it is killed again and again', async () => {
    const { file, out } = project(`
export const grid = { a: Array.from({ length: 60 }, (_, i) => i) };
export function run({ a }) {
  const end = performance.now() + 20;
  while (performance.now() < end);
  return a;
}`);
    for (let kills = 0; kills < 4; kills++) {
      const before = linesIn(out).length;
      const child = start(['sweep', file, '--out', out, '--processes', '2']);
      const end = ended(child);
      await until(() => linesIn(out).length > before + 5);
      child.kill('SIGKILL');
      await end;
    }
    expect((await initlab(['sweep', file, '--out', out])).stdout).to.equal('60 points are done.\n');
    const { stdout } = await initlab(['sweep', 'status', out, '--json']);
    expect(JSON.parse(stdout)).to.include({ done: 60, failed: 0, missing: 0 });
  });

  it('ends its processes when it is killed itself', async () => {
    const { folder, file, out } = project(`
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
export const grid = { a: [1, 2] };
export async function run() {
  appendFileSync(new URL('pids', import.meta.url), process.pid + '\\n');
  await sleep(1e6);
}`);
    const child = start(['sweep', file, '--out', out, '--processes', '2']);
    const end = ended(child);
    const pids = (): number[] => {
      const path = join(folder, 'pids');
      return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : [];
    };
    await until(() => pids().length === 2);
    child.kill('SIGKILL');
    await end;
    await until(() => !pids().some(isAlive));
    expect(linesIn(out)).to.deep.equal([]);
  });

  it('runs a point again whose process was killed, and fails a point that always ends its process', async () => {
    const { out, file } = project(`
import { existsSync, writeFileSync } from 'node:fs';
export const grid = { a: [1, 2, 3, 4] };
export function run({ a }) {
  const mark = new URL('killed', import.meta.url);
  if (a === 2 && !existsSync(mark)) {
    writeFileSync(mark, '');
    process.kill(process.pid, 'SIGKILL');
  }
  if (a === 3) process.exit(7);
  return a;
}`);
    const { code } = await initlab(['sweep', file, '--out', out, '--processes', '2']);
    expect(code).to.equal(1);
    const lines = linesIn(out);
    expect(lines.filter(({ error }) => error === undefined).map(({ result }) => result)).to.have.members([1, 2, 4]);
    const [failure] = lines.filter(({ error }) => error !== undefined);
    expect(failure.point).to.deep.equal({ a: 3 });
    expect(failure.error?.message).to.equal('the process of the point ended 2 times, with exit code 7');
  });

  it('fails a point that needs more than --limit-memory, in typed arrays or in objects', async () => {
    const { out, file } = project(`
export const grid = { a: ['small', 'arrays', 'objects'] };
export async function run({ a }) {
  const kept = [];
  for (let i = 0; a !== 'small' && i < 4000; i++) {
    kept.push(a === 'arrays' ? new Float64Array(125000).fill(1) : Array.from({ length: 20000 }, (_, j) => ({ j })));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return kept.length;
}`);
    const { code } = await initlab(['sweep', file, '--out', out, '--limit-memory', '300']);
    expect(code).to.equal(1);
    const errors = linesIn(out).map(({ point, error }) => [String(point.a), error?.name]);
    expect(errors).to.have.deep.members([
      ['small', undefined],
      ['arrays', 'MemoryError'],
      ['objects', 'MemoryError'],
    ]);
  });
});
