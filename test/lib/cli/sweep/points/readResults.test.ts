import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  changesOf,
  claimManifest,
  makeManifest,
  readManifest,
} from '../../../../../lib/src/cli/sweep/points/manifest.js';
import { readResults } from '../../../../../lib/src/cli/sweep/points/readResults.js';
import { createResultFile, type ResultLine, trimTornLine } from '../../../../../lib/src/cli/sweep/points/resultFile.js';
import { temporaryFolder } from '../../../../kernel/support/files.js';

const line = (id: string, more: Partial<ResultLine> = { result: 1 }): ResultLine => ({
  id,
  point: { a: id },
  seed: 7,
  version: 'v',
  seconds: 1,
  ...more,
});

function sweepFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'results'));
  return folder;
}

function write(folder: string, name: string, ...lines: ResultLine[]): string {
  const file = createResultFile(folder, name);
  for (const item of lines) file.add(item);
  file.close();
  return file.path;
}

describe('readResults', () => {
  it('takes the first result of a point, and an error only if there is no result', () => {
    const folder = sweepFolder();
    const error = { name: 'Error', message: 'no' };
    write(folder, 'a', line('p', { error }), line('q', { error }), line('r', { result: 1 }));
    write(folder, 'b', line('p', { result: 2 }), line('r', { result: 3 }));
    const { lines, doubles, torn, files } = readResults(folder, () => 7);
    expect([...lines.values()].map(({ id, result, error }) => [id, result, error?.message])).to.have.deep.members([
      ['p', 2, undefined],
      ['q', undefined, 'no'],
      ['r', 1, undefined],
    ]);
    expect({ doubles, torn, files }).to.deep.equal({ doubles: 2, torn: [], files: 2 });
  });

  it('does not count lines of another seed', () => {
    const folder = sweepFolder();
    write(folder, 'a', line('p'));
    expect(readResults(folder, () => 8).lines.size).to.equal(0);
  });

  it('finds every line that was cut off, wherever it ends', () => {
    const whole = `${JSON.stringify(line('q', { result: 12 }))}\n`;
    for (let length = 1; length < whole.length; length++) {
      const folder = sweepFolder();
      appendFileSync(write(folder, 'a', line('p')), whole.slice(0, length));
      const { lines, torn } = readResults(folder, () => 7);
      expect([[...lines.keys()], torn], `${length} characters`).to.deep.equal([['p'], ['results/a.ndjson:2']]);
    }
  });

  it('is empty for a folder without results', () => {
    expect(readResults(temporaryFolder(), () => 7).lines.size).to.equal(0);
  });
});

describe('trimTornLine', () => {
  it('removes a line without an end, and nothing else', () => {
    const path = write(sweepFolder(), 'a', line('p'));
    const whole = readFileSync(path, 'utf8');
    trimTornLine(path);
    expect(readFileSync(path, 'utf8')).to.equal(whole);
    appendFileSync(path, '{"id":"q"');
    trimTornLine(path);
    expect(readFileSync(path, 'utf8')).to.equal(whole);
    trimTornLine(`${path}.missing`);
  });
});

describe('createResultFile', () => {
  it('refuses a file that another process has, and leaves none without a line', () => {
    const folder = sweepFolder();
    write(folder, 'a', line('p'));
    expect(() => write(folder, 'a', line('q'))).to.throw('EEXIST');
    write(folder, 'b');
    expect(readResults(folder, () => 7).files).to.equal(1);
  });
});

describe('claimManifest', () => {
  it('keeps the first description of a sweep, and changesOf says how another one differs', () => {
    const folder = temporaryFolder();
    const first = makeManifest('a.js', Buffer.from('text'), 0, [{ a: 1 }, { a: 2 }]);
    const other = makeManifest('a.js', Buffer.from('other'), 3, [{ a: 2 }, { a: 3 }, { a: 4 }]);
    expect(readManifest(folder)).to.equal(undefined);
    expect(claimManifest(folder, first)).to.deep.equal(first);
    expect(claimManifest(folder, other)).to.deep.equal(first);
    expect(changesOf(first, first)).to.deep.equal([]);
    expect(changesOf(first, other)).to.deep.equal([
      'the text of a.js has changed',
      'the grid has 2 points more and lacks 1 point',
      'the seed was 0 and is 3',
    ]);
  });

  it('refuses a damaged description', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'sweep.json'), '{"format":');
    expect(() => readManifest(folder)).to.throw('sweep.json is no description of a sweep');
  });
});
