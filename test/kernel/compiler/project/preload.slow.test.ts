import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { type Kernel, startKernel } from 'initlab-kernel';
import { temporaryFolder } from '../../support/files.js';
import { writeNodeTypes } from '../../support/quickFolder.js';

/**
 * Writes a package whose declarations add a variable to the global scope, which shows whether they
 * have been read.
 */
function writePackage(project: string, name: string): void {
  const folder = join(project, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, types: 'index.d.ts', main: 'index.js' }));
  writeFileSync(join(folder, 'index.d.ts'), `export {};\ndeclare global {\n  var typesOf${name}: 1;\n}\n`);
  writeFileSync(join(folder, 'index.js'), '');
}

/**
 * Writes a project with packages and with settings for the kernel; returns the folder of its
 * notebooks.
 */
function writeProject(settings: unknown): string {
  const project = temporaryFolder();
  writeNodeTypes(project);
  for (const name of ['first', 'second', 'third']) writePackage(project, name);
  symlinkSync(resolve('lib'), join(project, 'node_modules', 'initlab'), 'dir');
  writeFileSync(join(project, 'package.json'), JSON.stringify({ 'initlab-kernel': settings }));
  const notebooks = join(project, 'notebooks');
  mkdirSync(notebooks);
  return notebooks;
}

describe('the preload setting', function () {
  this.timeout(60_000);

  let kernel: Kernel | undefined;

  afterEach(() => kernel?.kill());

  /** Lists which of the three packages the compiler has read. */
  async function packagesRead(): Promise<string[]> {
    const code = 'typesOf';
    const reply = await kernel?.request('shell', 'complete_request', { code, cursor_pos: code.length });
    const matches = reply?.content.matches as string[];
    return matches.filter((name) => name.startsWith('typesOf')).map((name) => name.slice('typesOf'.length));
  }

  /**
   * Starts a kernel and waits until the compiler has read the first package; the time-out of the
   * test is the limit.
   */
  async function startPreloading(packages: string[]): Promise<Kernel> {
    kernel = await startKernel({ folder: writeProject({ preload: packages }) });
    while (!(await packagesRead()).includes('first')) await sleep(20);
    return kernel;
  }

  it('makes the compiler read the named packages, and no others, before a cell runs', async () => {
    await startPreloading(['second', 'first']);
    expect(await packagesRead()).to.have.members(['first', 'second']);
  });

  it('does not change how a cell compiles and runs', async () => {
    const { execute } = await startPreloading(['initlab', 'first']);
    const { content } = await execute("import { random } from 'initlab';\nconst wrong: string = random;");
    expect(content.traceback).to.include('2 const wrong: string = random;');
    const reply = await execute(
      "import { random } from 'initlab';\nconst x: number = random(1).uniform(new Float32Array(1))[0];",
    );
    expect(reply.content.traceback).to.equal(undefined);
    expect((await execute('const y: string = x;')).content.evalue).to.equal(
      "Type 'number' is not assignable to type 'string'.",
    );
  });

  it('causes a warning if it names a package that does not exist, and the others are read', async () => {
    const { shutdown } = await startPreloading(['first', 'absent']);
    expect((await shutdown()).lastWords).to.equal('The kernel cannot preload what it does not find: absent');
  });

  it('causes a warning if its value is wrong, and cells still run', async () => {
    kernel = await startKernel({ folder: writeProject({ preload: 'first' }) });
    expect((await kernel.execute('1 + 1')).content.status).to.equal('ok');
    expect((await kernel.shutdown()).lastWords).to.match(/^The kernel preloads no packages: .*, not "first"$/);
  });
});
