import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { publicAddress, readRepository } from '../../release/repository.js';

describe('publicAddress', () => {
  const ADDRESS = 'git+https://code.example/team/initlab.git';
  for (const remote of [
    'https://code.example/team/initlab',
    'https://code.example/team/initlab.git',
    'https://user:secret@code.example/team/initlab.git',
    'git@code.example:team/initlab.git',
    'ssh://git@code.example:2222/team/initlab.git',
  ])
    it(`is the same for ${remote}`, () => {
      expect(publicAddress(remote)).to.equal(ADDRESS);
    });

  for (const remote of ['/srv/git/initlab.git', '../initlab', 'file:///srv/git/initlab.git', 'C:\\git\\initlab'])
    it(`does not exist for ${remote}`, () => {
      expect(publicAddress(remote)).to.equal(undefined);
    });
});

describe('readRepository', () => {
  let clone: string;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: clone });
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'initlab-clone-'));
    git('init', '--quiet');
  });
  afterEach(() => rmSync(clone, { recursive: true }));

  it('reads the remote of the clone', () => {
    git('remote', 'add', 'origin', 'git@code.example:team/initlab.git');
    expect(readRepository(clone, 'lib')).to.deep.equal({
      type: 'git',
      url: 'git+https://code.example/team/initlab.git',
      directory: 'lib',
    });
  });

  it('is undefined without a remote', () => {
    expect(readRepository(clone, 'lib')).to.equal(undefined);
  });
});
