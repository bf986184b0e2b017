import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Kernel, KernelDied, startKernel } from 'initlab-kernel';
import { temporaryFolder, until } from '../support/files.js';
import { ofType, run, shownFor, textOf, useSharedKernel } from '../support/kernel.js';
import { quickFolder } from '../support/quickFolder.js';

/** Copies the kernel, so that parts of it can be broken, without the packages that it needs. */
async function copyKernel(...packages: string[]): Promise<{ home: string; start: typeof startKernel }> {
  const home = temporaryFolder();
  for (const name of ['dist', 'package.json'])
    cpSync(join('kernel', name), join(home, 'kernel', name), { recursive: true });
  mkdirSync(join(home, 'node_modules', '@types'), { recursive: true });
  for (const name of packages) symlinkSync(resolve('node_modules', name), join(home, 'node_modules', name), 'dir');
  const { startKernel: start } = await import(pathToFileURL(join(home, 'kernel', 'dist', 'index.js')).href);
  return { home, start };
}

describe('the thread of the compiler', function () {
  this.timeout(120_000);

  it('ends the kernel with the reason if it cannot start', async () => {
    const { home, start } = await copyKernel('zeromq', 'tslab', '@types/node');
    const broken = join(home, 'node_modules', 'typescript');
    mkdirSync(broken);
    writeFileSync(join(broken, 'package.json'), '{ "name": "typescript", "version": "6.0.3", "main": "index.js" }');
    writeFileSync(join(broken, 'index.js'), 'throw new Error("the disk is damaged");');
    const exit = await start({ folder: quickFolder() }).then(
      (kernel) => kernel.exited,
      (died: KernelDied) => died.exit,
    );
    expect(exit.code).to.equal(1);
    expect(exit.lastWords).to.contain("The kernel's compiler could not start").and.to.contain('the disk is damaged');
  });

  it('is started again after a crash, and knows the names of all cells', async () => {
    const { home, start: startCopy } = await copyKernel('zeromq', 'tslab', 'typescript', '@types/node');
    const file = join(home, 'kernel', 'dist', 'compiler', 'compiler.js');
    const start = 'function compile(cell, code, label) {';
    const broken = readFileSync(file, 'utf8').replace(start, `${start} if (code === 'crash') process.exit(9);`);
    writeFileSync(file, broken);
    const kernel: Kernel = await startCopy({ folder: quickFolder() });
    try {
      await kernel.execute('let kept = 1; interface Point { x: number }');
      expect((await kernel.execute('crash')).content.evalue).to.contain('The compiler has crashed');
      expect((await kernel.execute('kept += 1; const p: Point = { x: kept };')).content.status).to.equal('ok');
      const reply = await kernel.request('shell', 'complete_request', { code: 'p.', cursor_pos: 2 });
      expect(reply.content.matches).to.deep.equal(['x']);
      expect((await kernel.shutdown()).lastWords).to.contain(
        'has crashed and is started again: it ended with exit code 9',
      );
    } finally {
      await kernel.kill();
    }
  });
});

describe('the compiler of an idle kernel', function () {
  this.timeout(120_000);

  it('is let go, and started again by a cell or a question, with the names of all cells', async () => {
    const { home, start } = await copyKernel('zeromq', 'tslab', 'typescript', '@types/node');
    const file = join(home, 'kernel', 'dist', 'engine', 'cells', 'compilerThread.js');
    const source = readFileSync(file, 'utf8');
    const rests = join(home, 'rests');
    const edits: [RegExp, string][] = [
      // tsc writes 600_000, and the quick translation of `npm start` 6e5.
      [/const MAX_IDLE_MS = \w+/, 'const MAX_IDLE_MS = 3000'],
      [/if \(code === COMPILER_RESTS\) \{/, `$& appendFileSync(${JSON.stringify(rests)}, 'x');`],
    ];
    let edited = `import { appendFileSync } from 'node:fs';\n${source}`;
    for (const [pattern, text] of edits) {
      expect(edited).to.match(pattern);
      edited = edited.replace(pattern, text);
    }
    writeFileSync(file, edited);
    const kernel: Kernel = await start({ folder: quickFolder() });
    /** Waits until the compiler has been let go that many times. */
    const untilLetGo = (times: number): Promise<void> =>
      until(() => existsSync(rests) && readFileSync(rests, 'utf8').length >= times);
    try {
      await kernel.execute('let kept = 1; interface Point { x: number }');
      await untilLetGo(1);
      expect((await kernel.execute('kept += 1; const p: Point = { x: kept };')).content.status).to.equal('ok');
      await untilLetGo(2);
      const { content } = await kernel.request('shell', 'complete_request', { code: 'p.', cursor_pos: 2 });
      expect(content.matches).to.deep.equal(['x']);
      expect((await kernel.execute('const wrong: string = p.x;')).content.evalue).to.contain('not assignable');
      expect((await kernel.shutdown()).lastWords).to.equal('');
    } finally {
      await kernel.kill();
    }
  });
});

describe('the compiler', () => {
  useSharedKernel();

  it('compiles expressions that are nested very deeply, and refuses what would take it too long', async () => {
    const sum = (terms: number): string => Array.from({ length: terms }, () => 'one').join(' + ');
    await run('const one = 1;');
    expect(await shownFor(`const short = ${sum(1500)}; short`)).to.equal('1500');
    expect(await shownFor('const wrong: string = short;')).to.contain("Type 'number' is not assignable");
    const long = await run(`const long = ${sum(5000)}; long`);
    expect(ofType(long, 'execute_result')[0].data).to.deep.equal({ 'text/plain': '5000' });
    expect(textOf(long, 'stderr')).to.contain('its types are not checked');
    expect(await shownFor('long.toFixed() + short')).to.equal("'50001500'");
    for (const code of [sum(100_000), '['.repeat(100_000) + ']'.repeat(100_000), `one${'.a'.repeat(50_000)}`]) {
      expect(await shownFor(code), code.slice(0, 9)).to.contain('nested more than 10000 levels deep');
      expect(await shownFor('one + long')).to.equal('5001');
    }
  });
});
