import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { inProcess } from './inProcess.js';

/** Lists what bash would offer for a line that is typed so far. */
function offered(script: string, words: readonly string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const program = `${script}
COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _initlab; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', program], { encoding: 'utf8' });
  expect(status, stderr).to.equal(0);
  return stdout.trim().split('\n');
}

describe('initlab completion', () => {
  it('prints a script with which bash completes commands, options and files', async () => {
    const { code, stdout } = await inProcess(['completion', 'bash']);
    expect(code).to.equal(0);
    expect(offered(stdout, ['initlab', 'dia'])).to.deep.equal(['diagnose']);
    expect(offered(stdout, ['initlab', 'diagnose', '--lab'])).to.deep.equal(['--label', '--labels']);
    expect(offered(stdout, ['initlab', 'weights', '--'])).to.deep.equal(['--json', '--help']);
    expect(offered(stdout, ['initlab', 'weights', 'packag'])).to.include('package.json');
  });

  it('prints scripts for zsh and fish, and names the shells that it knows', async () => {
    expect((await inProcess(['completion', 'zsh'])).stdout).to.match(/^autoload .*compinit/);
    expect((await inProcess(['completion', 'fish'])).stdout).to.contain(
      "complete -c initlab -n '__fish_seen_subcommand_from run' -l out\n",
    );
    const { code, stderr } = await inProcess(['completion', 'tcsh']);
    expect({ code, stderr }).to.deep.equal({
      code: 2,
      stderr: 'initlab: Name one shell: bash, zsh, fish.\nSee: initlab completion --help\n',
    });
  });
});
