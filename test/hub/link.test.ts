import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

function link(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['hub/link.js', ...args], { encoding: 'utf8' });
}

const HUB = ['--hub', 'https://hub.example.org'];
const REPO = ['--repo', 'https://example.org/course/initlab.git'];

describe('the link that opens a lesson on a hub', () => {
  it('names the repository, the branch and the notebook', () => {
    const { status, stdout } = link(...HUB, ...REPO, 'notebooks/03-he.ipynb');
    expect(status).to.equal(0);
    const url = new URL(stdout.trim());
    expect(url.origin + url.pathname).to.equal('https://hub.example.org/hub/user-redirect/git-pull');
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      repo: 'https://example.org/course/initlab.git',
      branch: 'main',
      urlpath: 'lab/tree/initlab/notebooks/03-he.ipynb',
    });
  });

  it('keeps the path of a hub that is not at the top, and opens Notebook if asked', () => {
    const args = ['--hub', 'https://example.org/jupyter', '--branch', 'spring', '--front-end', 'tree'];
    const url = new URL(link(...args, ...REPO, 'notebooks/solutions/03-he.ipynb').stdout.trim());
    expect(url.pathname).to.equal('/jupyter/hub/user-redirect/git-pull');
    expect(url.searchParams.get('branch')).to.equal('spring');
    expect(url.searchParams.get('urlpath')).to.equal('tree/initlab/notebooks/solutions/03-he.ipynb');
  });

  for (const [what, args, message] of [
    ['an address that is none', ['--hub', 'hub', ...REPO, 'a.ipynb'], '--hub must be an address'],
    ['a script for an address', ['--hub', 'javascript:1', ...REPO, 'a.ipynb'], '--hub must be an address'],
    ['no repository', [...HUB, 'a.ipynb'], '--repo must be an address'],
    ['a file that is no notebook', [...HUB, ...REPO, 'a.txt'], 'expected the path of a notebook'],
    ['no notebook', [...HUB, ...REPO], 'expected one notebook'],
    ['an unknown front end', [...HUB, ...REPO, '--front-end', 'vi', 'a.ipynb'], '--front-end must be lab or tree'],
    ['an unknown option', [...HUB, ...REPO, '--hubs', 'a', 'a.ipynb'], '--hubs'],
  ] as const) {
    it(`is refused in one line for ${what}`, () => {
      const { status, stderr, stdout } = link(...args);
      expect(status).to.equal(2);
      expect(stdout).to.equal('');
      expect(stderr.split('\n')[0]).to.include(message);
    });
  }
});
