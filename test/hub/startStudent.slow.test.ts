import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from 'chai';

describe('the start of a student’s server', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'initlab-student-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const mine = (...parts: string[]) => join(home, 'initlab', ...parts);

  /** Starts the server, which prints its arguments and its folder, or does another command. */
  function start(
    args: readonly string[] = [],
    command = 'echo "$@ in $PWD"',
    settings: NodeJS.ProcessEnv = {},
  ): string {
    const server = join(home, 'server');
    writeFileSync(server, `#!/bin/sh\n${command}\n`);
    chmodSync(server, 0o755);
    const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, INITLAB_SINGLEUSER: server, ...settings };
    return execFileSync(resolve('hub/start-student.sh'), args, { env, encoding: 'utf8' }).trim();
  }

  it('copies every lesson and solution, which the student may write, and passes its arguments on', () => {
    expect(start(['--port=1', '--debug'])).to.equal(`--port=1 --debug in ${home}`);
    for (const folder of ['notebooks', 'notebooks/solutions']) {
      const lessons = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
      const copies = readdirSync(mine(folder)).filter((name) => name !== 'solutions');
      expect(copies).to.deep.equal(lessons);
      for (const lesson of lessons) {
        expect(readFileSync(mine(folder, lesson))).to.deep.equal(readFileSync(join(folder, lesson)));
        expect(statSync(mine(folder, lesson)).mode & 0o777).to.equal(0o600);
      }
    }
  });

  it('never touches a lesson that is there, and brings back one that was deleted', () => {
    start();
    writeFileSync(mine('notebooks/03-he.ipynb'), 'my work');
    writeFileSync(mine('notebooks/notes.txt'), 'my notes');
    rmSync(mine('notebooks/02-xavier.ipynb'));
    start();
    expect(readFileSync(mine('notebooks/03-he.ipynb'), 'utf8')).to.equal('my work');
    expect(readFileSync(mine('notebooks/notes.txt'), 'utf8')).to.equal('my notes');
    expect(readFileSync(mine('notebooks/02-xavier.ipynb'))).to.deep.equal(readFileSync('notebooks/02-xavier.ipynb'));
  });

  it('makes the library findable from the copies, and its settings', () => {
    start();
    start();
    const [main] = readdirSync(mine('node_modules/initlab/bin')).filter((name) => name === 'initlab.cjs');
    expect(main).to.equal('initlab.cjs');
    expect(JSON.parse(readFileSync(mine('package.json'), 'utf8'))['initlab-kernel'].preload).to.include('initlab');
    expect(readdirSync(mine('node_modules'))).to.not.include('node_modules');
  });

  it('has a folder for the sockets of kernels that nobody else can open', () => {
    const folder = () => start([], 'echo "$JUPYTER_RUNTIME_DIR"');
    const usual = join(home, `jupyter-${process.getuid?.()}`);
    expect(folder()).to.equal(usual);
    expect(statSync(usual).mode & 0o777).to.equal(0o700);
    chmodSync(usual, 0o755);
    expect(folder()).to.equal(usual);
    expect(statSync(usual).mode & 0o777).to.equal(0o700);
    rmSync(usual, { recursive: true });
    symlinkSync('/tmp', usual);
    const other = folder();
    expect(other).to.match(/\/jupyter-\w{8}$/);
    expect(statSync(other).mode & 0o777).to.equal(0o700);
    expect(start([], 'echo "$JUPYTER_RUNTIME_DIR"', { JUPYTER_RUNTIME_DIR: '/chosen' })).to.equal('/chosen');
  });

  it('ends with a message instead of a server if the lessons cannot be copied', () => {
    mkdirSync(mine(), { recursive: true });
    writeFileSync(mine('notebooks'), 'a file where the folder would be');
    const env = { PATH: process.env.PATH, HOME: home, TMPDIR: home, INITLAB_SINGLEUSER: 'true' };
    const { status, stderr } = spawnSync(resolve('hub/start-student.sh'), { env, encoding: 'utf8' });
    expect(status).to.not.equal(0);
    expect(stderr).to.include('notebooks');
  });
});
