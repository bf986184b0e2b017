import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parquetReadObjects } from 'hyparquet';
import { temporaryFolder, until } from '../../../kernel/support/files.js';
import { inProcess } from '../inProcess.js';
import { ended, initlab, start } from '../support.js';

/** Writes the file of a sweep and returns its path and that of the results. */
function project(text: string, name = 'sweep.mjs'): { folder: string; file: string; out: string } {
  const folder = temporaryFolder();
  const file = join(folder, name);
  writeFileSync(file, text);
  return { folder, file, out: join(folder, 'out') };
}

function linesIn(out: string): Record<string, unknown>[] {
  const folder = join(out, 'results');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const lines = names.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  return lines.filter((text) => text !== '').map((text) => JSON.parse(text) as Record<string, unknown>);
}

describe('initlab sweep', () => {
  it('runs every point in several processes, keeps failures, and collects a table', async () => {
    const { file, out } = project(`
export const grid = { a: [1, 2, 3], b: ['x', 'y'] };
export async function run({ a, b }, { seed, signal, progress }) {
  progress(0.5);
  console.log('printed by a point');
  if (a === 3) throw new RangeError('a is ' + a);
  return { loss: a === 2 ? NaN : seed, isAborted: signal.aborted, pid: process.pid };
}`);
    const { code, stdout, stderr } = await initlab(['sweep', file, '--out', out, '--processes', '2']);
    expect(code).to.equal(1);
    expect(stdout).to.equal(`6 points are done, 2 of them failed; initlab sweep status ${out} lists their errors.\n`);
    expect(stderr)
      .to.match(/^6 points, 6 to run\.\n/)
      .and.to.match(/6 of 6 points, 2 failed\n$/);

    expect((await inProcess(['sweep', 'collect', out])).code).to.equal(0);
    const rows = readFileSync(join(out, 'results.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(rows.map(({ a, b, error }) => [a, b, error])).to.deep.equal([
      [1, 'x', undefined],
      [1, 'y', undefined],
      [2, 'x', undefined],
      [2, 'y', undefined],
      [3, 'x', 'RangeError: a is 3'],
      [3, 'y', 'RangeError: a is 3'],
    ]);
    expect(rows[0].loss).to.equal(rows[0].pointSeed);
    const { buffer } = Uint8Array.from(readFileSync(join(out, 'results.parquet')));
    const [first, , third] = await parquetReadObjects({ file: buffer });
    expect(first).to.include({ a: 1, b: 'x', loss: rows[0].loss, isAborted: false });
    expect(third.loss).to.be.NaN;

    const { stdout: told } = await inProcess(['sweep', 'status', out]);
    expect(told).to.contain('6 of 6 points done (100 %), 2 failed').and.to.contain('2 × RangeError: a is 3');
    const { stdout: json } = await inProcess(['sweep', 'status', out, '--json']);
    expect(JSON.parse(json)).to.include({ points: 6, done: 6, failed: 2, missing: 0, doubles: 0, torn: 0 });
    // A failure is kept, so nothing is left to run.
    expect((await inProcess(['sweep', file, '--out', out, '--allow-failures'])).code).to.equal(0);
    expect(linesIn(out)).to.have.length(6);
  });

  it('runs a torn line again, and only the points of its shard', async () => {
    const { file, out } = project('export const grid = { a: [1, 2, 3, 4] };\nexport const run = ({ a }) => a * a;\n');
    expect((await initlab(['sweep', file, '--out', out, '--shard', '1/2'])).stdout).to.equal(
      'Shard 1 of 2: 2 points are done.\n',
    );
    writeFileSync(join(out, 'results', 'killed.ndjson'), '{"id":"12');
    const missing = await inProcess(['sweep', 'collect', out]);
    expect(missing.code).to.equal(1);
    expect(missing.stderr).to.equal(
      '1 torn line of killed processes, such as results/killed.ndjson:1; their points run again\n' +
        '2 of 4 points are missing. Run the sweep again to compute them.\n',
    );
    const env = { ...process.env, JOB_COMPLETION_INDEX: '1' };
    const second = await initlab(['sweep', file, '--out', out, '--shards', '2'], { env });
    expect(second.stdout).to.equal('Shard 2 of 2: 2 points are done.\n');
    expect((await inProcess(['sweep', 'collect', out])).code).to.equal(0);
    expect(readFileSync(join(out, 'results.ndjson'), 'utf8').match(/"result":\d+/g)).to.deep.equal(
      [1, 4, 9, 16].map((square) => `"result":${square}`),
    );
  });

  it('notices a changed file, a changed grid and a changed seed', async () => {
    const { file, out } = project('export const grid = { a: [1] };\nexport const run = ({ a }) => a;\n');
    await initlab(['sweep', file, '--out', out]);
    const seed = await inProcess(['sweep', file, '--out', out, '--seed', '4']);
    expect([seed.code, seed.stderr.includes('the seed was 0 and is 4')]).to.deep.equal([2, true]);
    const changed = join(temporaryFolder(), 'changed.mjs');
    writeFileSync(changed, 'export const grid = { a: [1, 2] };\nexport const run = ({ a }) => -a;\n');
    const refused = await inProcess(['sweep', changed, '--out', out]);
    expect(refused.code).to.equal(2);
    expect(refused.stderr)
      .to.contain('has changed; the grid has 1 point more and lacks 0 points')
      .and.to.contain('--allow-changes');
    expect((await initlab(['sweep', changed, '--out', out, '--allow-changes'])).code).to.equal(0);
    expect(linesIn(out).map(({ result }) => result)).to.have.members([1, -2]);
    expect((await inProcess(['sweep', 'status', out])).stdout).to.contain('1 result of another text of the file');
  });

  it('runs TypeScript', async () => {
    const text =
      'export const grid = { a: [2] as number[] };\nexport const run = ({ a }: { a: number }): number => a;\n';
    const { file, out } = project(text, 'sweep.mts');
    expect((await initlab(['sweep', file, '--out', out])).stdout).to.equal('1 point is done.\n');
  });

  it('says what a file lacks, and what run may return', async () => {
    const cases = [
      ['export const run = () => 1;', 'exports no grid'],
      ['export const grid = { a: [1] };', 'exports undefined as run'],
      ['export const grid = { a: [] };\nexport const run = () => 1;', 'The grid has no points'],
    ];
    for (const [text, message] of cases) {
      const { file, out } = project(text);
      const { code, stderr } = await inProcess(['sweep', file, '--out', out]);
      expect([code, stderr.includes(message)], stderr).to.deep.equal([2, true]);
    }
    const { file, out } = project(
      'export const grid = { a: [1, 2] };\nexport const run = ({ a }) => a === 1 ? undefined : { m: new Map() };\n',
    );
    await initlab(['sweep', file, '--out', out]);
    const errors = linesIn(out).map(({ error }) => (error as { message: string }).message.slice(0, 45));
    expect(errors).to.have.members([
      'run returned nothing; return the results, suc',
      'the value that run returned.m is an object of',
    ]);
    expect((await inProcess(['sweep', join(out, 'no.mjs'), '--out', out])).stderr).to.contain('does not exist');
    expect((await inProcess(['sweep', 'statsu', out])).stderr).to.contain('Did you mean "status"?');
    expect((await inProcess(['sweep', file])).stderr).to.contain('--out DIR');
  });

  it('stops at Ctrl-C without an unfinished line, and continues', async () => {
    const { file, out } = project(`
import { setTimeout as sleep } from 'node:timers/promises';
export const grid = { a: [1, 2, 3, 4, 5, 6] };
export async function run({ a }, { signal }) {
  if (process.env.IS_SLOW && a > 2) await sleep(1e6, undefined, { signal });
  return a;
}`);
    const child = start(['sweep', file, '--out', out, '--processes', '2'], { env: { ...process.env, IS_SLOW: '1' } });
    const end = ended(child);
    // Both processes are held up once no point that is quick is left.
    await until(() => linesIn(out).length > 0);
    child.kill('SIGINT');
    const { code, stderr } = await end;
    expect(code).to.equal(130);
    expect(stderr).to.contain('points left. The same command continues.');
    const before = linesIn(out);
    expect(before.every((line) => 'result' in line)).to.equal(true);
    expect((await initlab(['sweep', file, '--out', out])).stdout).to.equal('6 points are done.\n');
    expect(linesIn(out).map(({ result }) => result)).to.have.members([1, 2, 3, 4, 5, 6]);
  });
});
