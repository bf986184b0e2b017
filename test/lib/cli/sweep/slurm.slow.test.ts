import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { initlab } from '../support.js';
import { type Cluster, startCluster, untilTrue } from './cluster.js';

const POINTS = 200;
const SHARDS = 4;

/** Each point notes its process and takes 20 ms of processor time. */
const TEXT = `
import { appendFileSync } from 'node:fs';
export const grid = { depth: Array.from({ length: ${POINTS / 4} }, (_, i) => i), repetition: [0, 1, 2, 3] };
export function run({ depth, repetition }, { seed }) {
  const task = process.env.SLURM_ARRAY_TASK_ID;
  appendFileSync(new URL('ppids-' + task, import.meta.url), process.ppid + '\\n');
  const { user } = process.cpuUsage();
  while (process.cpuUsage().user < user + 20_000);
  return { square: depth * depth, repetition, seed, task };
}`;

interface Line {
  id: string;
  point: { depth: number; repetition: number };
  result: { square: number; task: string };
}

describe('initlab sweep on Slurm', function () {
  this.timeout(300_000);
  let cluster: Cluster;
  let folder: string;

  before(async () => {
    cluster = await startCluster();
  });
  after(() => cluster?.stop());
  beforeEach(() => {
    folder = temporaryFolder();
    writeFileSync(join(folder, 'sweep.mjs'), TEXT);
  });

  const out = (): string => join(folder, 'out');

  function linesIn(): Line[] {
    const results = join(out(), 'results');
    const names = existsSync(results) ? readdirSync(results) : [];
    return names.flatMap((name) =>
      readFileSync(join(results, name), 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((text) => JSON.parse(text) as Line),
    );
  }

  async function submit(): Promise<string> {
    const words = ['sweep', 'submit', join(folder, 'sweep.mjs'), '--out', out(), '--slurm', '--shards', String(SHARDS)];
    const { code, stdout, stderr } = await initlab(words, { env: cluster.env });
    expect(code, stderr).to.equal(0);
    const [, id] = /^Job (\d+) has 4 tasks\./.exec(stdout) ?? [];
    expect(id, stdout).to.be.a('string');
    return id;
  }

  async function untilFinished(id: string): Promise<void> {
    const states = async (): Promise<string> =>
      cluster.call('squeue', '--noheader', '--states=all', `--jobs=${id}`, '--format=%T');
    await untilTrue(async () => {
      const lines = (await states()).trim().split('\n');
      expect(lines.filter((state) => /FAILED|CANCELLED|TIMEOUT|NODE_FAIL/.test(state))).to.deep.equal([]);
      return lines.length === SHARDS && lines.every((state) => state === 'COMPLETED');
    }, 240_000);
  }

  /** Checks that every point has exactly one row, with its own result. */
  async function expectEveryPointOnce(): Promise<void> {
    const { code, stderr } = await initlab(['sweep', 'collect', out()]);
    expect(code, stderr).to.equal(0);
    const rows = readFileSync(join(out(), 'results.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    const points = rows.map(({ depth, repetition }) => `${depth} ${repetition}`);
    expect(new Set(points).size).to.equal(POINTS);
    expect(rows).to.have.length(POINTS);
    for (const { depth, square } of rows) expect(square).to.equal(depth * depth);
  }

  it('runs 200 points in four tasks; a task that is killed and requeued continues, and none is lost', async () => {
    const id = await submit();
    const ofFirst = (): string[] => {
      const path = join(folder, 'ppids-1');
      return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
    };
    await untilTrue(async () => ofFirst().length > 5, 120_000);
    const [first] = ofFirst();
    // The process of the task itself dies first, so that nothing can be put in order.
    process.kill(Number(first), 'SIGKILL');
    await cluster.call('scontrol', 'requeue', `${id}_1`);
    await untilTrue(async () => new Set(ofFirst()).size > 1, 120_000);
    await untilFinished(id);
    await expectEveryPointOnce();
    const tasks = new Set(linesIn().map(({ result }) => result.task));
    expect([...tasks].sort()).to.deep.equal(['1', '2', '3', '4']);
    // Only the point that ran when its task was killed may have been computed twice.
    expect(linesIn().length).to.be.within(POINTS, POINTS + 1);
  });

  it('loses no point when the daemon of the node stops and starts', async () => {
    const id = await submit();
    await untilTrue(async () => linesIn().length > 10, 120_000);
    await cluster.stopNode();
    const before = linesIn().length;
    await untilTrue(async () => linesIn().length > before, 120_000);
    await cluster.startNode();
    await untilFinished(id);
    await expectEveryPointOnce();
    expect(linesIn()).to.have.length(POINTS);
  });
});
