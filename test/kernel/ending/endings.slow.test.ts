import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { startKernel, thisKernel, writeKernelspec } from 'initlab-kernel';
import { isAlive, temporaryFolder, until } from '../support/files.js';
import { untilCompilerIsLoaded } from '../support/kernel.js';
import { codeCell, notebookOf } from '../support/notebooks.js';
import { quickFolder } from '../support/quickFolder.js';

const HOME = resolve(import.meta.dirname, '../../..');

/**
 * Cell that starts a process, which starts another one, and a worker thread. It writes the ids of
 * the kernel and of both processes to a file.
 */
const STARTS = `import { spawn } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
const shell = spawn('sh', ['-c', 'sleep 600 & echo $! > inner; wait'], { stdio: 'ignore' });
let inner = '';
while (!/\\d\\n/.test(inner)) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  try { inner = readFileSync('inner', 'utf8'); } catch {}
}
writeFileSync('pids.tmp', [process.pid, shell.pid, inner.trim()].join(' '));
renameSync('pids.tmp', 'pids');`;

/** States of a kernel in which it is made to end: a cell waits, or computes for ever. */
const STATES = { waiting: 'await new Promise(() => {});', busy: 'for (;;) {}' };

/** Program that runs a notebook, in a project of its own. */
class Program {
  /** Folder of the notebook, in which the cell writes. */
  readonly folder = quickFolder();
  /** Folder for temporary files. */
  readonly temporary = temporaryFolder();
  readonly notebook = join(this.folder, 'lesson.ipynb');
  readonly text: string;
  child!: ChildProcess;
  output = '';

  constructor(busyCell: string) {
    this.text = JSON.stringify(notebookOf(codeCell(STARTS), codeCell(busyCell)));
    writeFileSync(this.notebook, this.text);
  }

  start([command, ...args]: string[], cwd = this.folder): void {
    const { npm_lifecycle_event: _, ...env } = process.env;
    this.child = spawn(command, args, { cwd, env: { ...env, TMPDIR: this.temporary } });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (text) => {
        this.output += text;
      });
  }

  /** Waits for the processes of the cell. Returns their ids and that of the kernel. */
  async pids(): Promise<number[]> {
    const file = join(this.folder, 'pids');
    await until(() => existsSync(file) || this.child.exitCode !== null);
    expect(existsSync(file), this.output).to.equal(true);
    return readFileSync(file, 'utf8').split(' ').map(Number);
  }

  /** Checks that nothing is left: no process, no temporary file, and the notebook as it was. */
  async hasLeftNothing(pids: readonly number[]): Promise<void> {
    await until(() => !pids.some(isAlive));
    expect(readFileSync(this.notebook, 'utf8')).to.equal(this.text);
    expect(readdirSync(this.folder).sort()).to.deep.equal(['inner', 'lesson.ipynb', 'pids']);
    await until(() => readdirSync(this.temporary).length === 0);
  }
}

/** Ways in which a program is made to end, and the exit code or signal with which it does. */
const WAYS: Record<string, { end(child: ChildProcess): void; result?: (number | string | null)[] }> = {
  SIGINT: { end: (child) => child.kill('SIGINT'), result: [130, null] },
  SIGTERM: { end: (child) => child.kill('SIGTERM'), result: [143, null] },
  SIGHUP: { end: (child) => child.kill('SIGHUP'), result: [129, null] },
  SIGQUIT: { end: (child) => child.kill('SIGQUIT'), result: [null, 'SIGQUIT'] },
  SIGKILL: { end: (child) => child.kill('SIGKILL'), result: [null, 'SIGKILL'] },
};

const PROGRAMS: Record<string, (program: Program) => { command: string[]; cwd?: string }> = {
  'initlab run': ({ notebook }) => ({
    command: [process.execPath, join(HOME, 'lib/bin/initlab.cjs'), 'run', notebook],
  }),
  'npm start': ({ folder }) => ({
    command: [process.execPath, join(HOME, 'site/bin/start.js'), '--port', '0'],
    cwd: join(folder, '..'),
  }),
};

describe('the end of a program that runs cells', function () {
  this.timeout(120_000);

  for (const [name, commandOf] of Object.entries(PROGRAMS)) {
    for (const [way, { end, result }] of Object.entries(WAYS))
      for (const [state, cell] of Object.entries(STATES))
        it(`${name}: ${way} while a cell is ${state} leaves nothing behind`, async () => {
          const program = new Program(cell);
          const { command, cwd } = commandOf(program);
          program.start(command, cwd);
          const pids = await program.pids();
          const ended = once(program.child, 'exit');
          end(program.child);
          expect(await ended).to.deep.equal(result);
          await program.hasLeftNothing(pids);
        });

    it(`${name}: the end of its terminal leaves nothing behind`, async () => {
      const program = new Program(STATES.busy);
      const { command, cwd } = commandOf(program);
      program.start(['script', '--quiet', '--command', command.map((word) => `'${word}'`).join(' '), '/dev/null'], cwd);
      const pids = await program.pids();
      program.child.kill('SIGKILL');
      await program.hasLeftNothing(pids);
    });
  }
});

describe('the end of a kernel', function () {
  this.timeout(120_000);

  const start = async (cell?: string) => {
    const folder = quickFolder();
    const kernel = await startKernel({ folder });
    await untilCompilerIsLoaded(kernel);
    await kernel.execute(STARTS);
    if (cell !== undefined) kernel.execute(cell).catch(() => {});
    return { kernel, pids: readFileSync(join(folder, 'pids'), 'utf8').split(' ').map(Number) };
  };

  it('comes with a shutdown request, and is that of the processes of its cells', async () => {
    const { kernel, pids } = await start();
    kernel.request('control', 'shutdown_request', { restart: false }).catch(() => {});
    await until(() => !pids.some(isAlive));
    expect((await kernel.exited).code).to.equal(0);
  });

  for (const [state, cell] of Object.entries(STATES))
    it(`comes with a shutdown request while a cell is ${state}, and is that of the processes of its cells`, async () => {
      const { kernel, pids } = await start(cell);
      kernel.request('control', 'shutdown_request', { restart: false }).catch(() => {});
      await until(() => !pids.some(isAlive));
      await kernel.exited;
    });

  it('is that of the processes of its cells if a cell calls process.exit', async () => {
    const { kernel, pids } = await start('process.exit(3);');
    await until(() => !pids.some(isAlive));
    expect((await kernel.exited).code).to.equal(3);
  });

  it('spares a process that a cell has started as the leader of a group of its own', async () => {
    const folder = quickFolder();
    const kernel = await startKernel({ folder });
    await kernel.execute(`import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const { pid } = spawn('sleep', ['600'], { stdio: 'ignore', detached: true } as never);
writeFileSync('pid', String(pid));`);
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await kernel.shutdown();
    expect(isAlive(pid)).to.equal(true);
    process.kill(pid, 'SIGKILL');
  });
});

/**
 * Runs a notebook by nbclient, as nbconvert and papermill do. The second argument is the time in
 * seconds that it leaves to the last cell.
 */
const NBCLIENT = `
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], as_version=4)
time_out = lambda cell: int(sys.argv[2]) if cell is notebook.cells[-1] else 600
nbclient.NotebookClient(notebook, kernel_name='initlab', timeout_func=time_out).execute()
`;

describe('the end of a kernel under nbclient', function () {
  this.timeout(120_000);

  let kernels: string;
  before(() => {
    kernels = temporaryFolder();
    writeKernelspec(kernels, thisKernel());
  });

  const start = (program: Program, timeout: number): void =>
    program.start([
      'env',
      `JUPYTER_PATH=${kernels}`,
      '/usr/bin/python3',
      '-c',
      NBCLIENT,
      program.notebook,
      String(timeout),
    ]);

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)
    it(`comes when nbclient gets ${signal} while a cell is busy, and leaves nothing behind`, async () => {
      const program = new Program(STATES.busy);
      start(program, 600);
      const pids = await program.pids();
      program.child.kill(signal);
      await until(() => !pids.some(isAlive));
    });

  it('comes with a time-out of nbclient', async () => {
    const program = new Program(STATES.busy);
    start(program, 1);
    const pids = await program.pids();
    await until(() => !pids.some(isAlive));
  });

  it('comes with the end of the notebook', async () => {
    const program = new Program('1 + 1');
    start(program, 600);
    const pids = await program.pids();
    await until(() => program.child.exitCode !== null && !pids.some(isAlive));
    expect(program.child.exitCode, program.output).to.equal(0);
  });
});
