import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type Cell, type RunResult, runNotebook } from 'initlab-kernel';
import { isAlive, until } from '../support/files.js';
import { codeCell, notebookFile, writePid } from '../support/notebooks.js';
import { countsOf, outputsOf, readKernelPid, withNodeOptions } from '../support/runs.js';

const text = (cell: Cell): Cell =>
  ({ ...cell, execution_count: 9, outputs: [{ output_type: 'stream', name: 'stdout', text: 'old' }] }) as Cell;

describe('runNotebook at unusual ends', function () {
  // Longer than a kernel may take to start, so that a busy machine fails with a reason.
  this.timeout(180_000);

  it('ends if a timer or a promise of a cell throws, during that cell or a later one', async () => {
    const late = await runNotebook(
      notebookFile(
        // The second cell sets off the timer, so that it fires there however slow the machine is.
        'let go = () => {};\nvoid new Promise<void>((resolve) => { go = resolve; }).then(() =>\n  setTimeout(() => { throw new RangeError("late"); }));',
        'go();\nawait new Promise((resolve) => setTimeout(resolve, 60));',
        text(codeCell('3')),
      ),
    );
    expect(late.failure).to.include({ kind: 'uncaught', cell: 1, line: 3, ename: 'RangeError' });
    expect(late.failure?.evalue).to.equal('late (in a timer, an event or a promise; nothing caught it)');
    expect(outputsOf(late, 0).map(({ output_type }) => output_type)).to.deep.equal(['stream']);
    expect(countsOf(late)).to.deep.equal([1, 2, null]);

    const rejected = await runNotebook(notebookFile('1', 'void Promise.reject(new Error("not awaited"));'));
    expect(rejected.failure).to.include({ kind: 'uncaught', cell: 2, line: 1, ename: 'Error' });
  });

  it('continues after every error of a cell with the tag raises-exception', async () => {
    const tags = { tags: ['raises-exception'] };
    const result = await runNotebook(
      notebookFile(
        codeCell('throw new Error("shown on purpose")', tags),
        codeCell('void Promise.reject(new Error("not caught"));', tags),
        '"went on"',
      ),
    );
    expect(result).to.not.have.property('failure');
    expect(outputsOf(result, 0)[0]).to.include({ output_type: 'error', evalue: 'shown on purpose' });
    expect(outputsOf(result, 2)[0]).to.deep.include({ data: { 'text/plain': "'went on'" } });
  });

  it('names the line of a type error', async () => {
    const result = await runNotebook(notebookFile('const a = 1;\nconst b: string = a;'));
    expect(result.failure).to.include({ kind: 'error', ename: 'TypeScriptError', cell: 1, line: 2 });
  });

  it('stops a cell that hangs, and reports the cell and the time limit', async () => {
    const path = notebookFile(
      'console.log(process.pid)',
      'console.log("before");\nawait null;\nwhile (true) {}',
      text(codeCell('1')),
    );
    const result = await runNotebook(path, { timeout: 5 });
    expect(result.failure).to.include({ notebook: path, cell: 2, kind: 'timeout', ename: 'Timeout' });
    expect(result.failure?.evalue).to.contain('still running after 5 s');
    expect(outputsOf(result, 1).at(-1)).to.include({ output_type: 'error', ename: 'Timeout' });
    expect(outputsOf(result, 2)).to.deep.equal([]);
    const [printed] = outputsOf(result, 0) as { text?: string }[];
    expect(printed?.text).to.match(/^\d+\n$/);
    expect(isAlive(Number(printed?.text))).to.equal(false);
  });

  it('reports a cell that ends the kernel', async () => {
    const result = await runNotebook(notebookFile('1', 'console.log("bye");\nprocess.exit(7);'));
    expect(result.failure).to.include({ cell: 2, kind: 'died', ename: 'KernelDied' });
    expect(result.failure?.evalue).to.contain('exit code 7').and.to.contain('process.exit');
    const [printed, reason, error] = outputsOf(result, 1);
    const why = 'The kernel has ended: this cell called process.exit, with exit code 7.\n';
    expect(reason).to.deep.equal({ output_type: 'stream', name: 'stderr', text: why });
    expect(printed).to.deep.equal({ output_type: 'stream', name: 'stdout', text: 'bye\n' });
    expect(error).to.include({ output_type: 'error', ename: 'KernelDied' });
  });

  for (const [ending, code] of [
    ['its end', ''],
    ['an error', 'throw new Error("x")'],
    ['process.exit', 'process.exit(0)'],
  ]) {
    it(`ends every process that a cell started, after ${ending}`, async () => {
      const sleeper = `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
child.unref();
writeFileSync('pid', String(child.pid));
${code}`;
      const path = notebookFile(sleeper);
      await runNotebook(path);
      const pid = await readKernelPid(path);
      await until(() => !isAlive(pid));
    });
  }

  it('accepts a time limit of years, and rejects NaN', async () => {
    expect(await runNotebook(notebookFile('1'), { timeout: 1e9 })).to.not.have.property('failure');
    await runNotebook(notebookFile('1'), { timeout: Number.NaN }).then(
      () => expect.fail('should have thrown'),
      (error: Error) => expect(error.message).to.equal('timeout is NaN; it must be a number of seconds above 0'),
    );
  });

  it('reports the signal that ended the kernel', async () => {
    const path = notebookFile(writePid, 'await new Promise(() => {})');
    const running = runNotebook(path);
    process.kill(await readKernelPid(path), 'SIGTERM');
    const { failure } = await running;
    expect(failure).to.include({ kind: 'died' });
    expect(failure?.evalue).to.contain('ended by signal SIGTERM');
  });

  it('names both possible causes of SIGKILL: a person, or a system out of memory', async () => {
    const path = notebookFile(writePid, 'await new Promise(() => {})');
    const running = runNotebook(path);
    const pid = await readKernelPid(path);
    process.kill(pid, 'SIGKILL');
    const { failure } = await running;
    expect(failure).to.include({ kind: 'died' });
    expect(failure?.evalue).to.contain('SIGKILL').and.to.contain('--max-old-space-size');
    expect(isAlive(pid)).to.equal(false);
  });

  it('reports that the heap was full, with advice', async () => {
    const path = notebookFile(writePid, 'const kept: number[][] = [];\nfor (;;) kept.push(new Array(1e5).fill(1.5));');
    const result = await withNodeOptions('--max-old-space-size=400', () => runNotebook(path));
    const { failure } = result;
    expect(failure).to.include({ cell: 2, kind: 'out of memory' });
    expect(failure?.evalue).to.contain('JavaScript heap').and.to.contain('NODE_OPTIONS=--max-old-space-size=');
    // The kernel itself warns the reader, for clients that do not watch the process.
    const [warning] = outputsOf(result, 1) as { text?: string }[];
    expect(warning?.text).to.match(
      /^The JavaScript heap is nearly full: \d+ of \d+ MB\. If it fills up, Node\.js ends the kernel\./,
    );
    expect(isAlive(await readKernelPid(path))).to.equal(false);
  });

  it('reports why a kernel could not start', async () => {
    const { failure } = await withNodeOptions('--no-such-option', () => runNotebook(notebookFile('1')));
    expect(failure).to.include({ cell: 0, kind: 'died' });
    expect(failure?.traceback.join('\n')).to.contain('--no-such-option');
  });

  it('stops at once when its signal is aborted', async () => {
    const path = notebookFile(writePid, 'while (true) {}');
    const controller = new AbortController();
    const running = runNotebook(path, { signal: controller.signal });
    const pid = await readKernelPid(path);
    controller.abort();
    expect((await running).failure).to.include({ kind: 'interrupted' });
    await until(() => !isAlive(pid));
  });

  it('starts no kernel if its signal is already aborted', async () => {
    const path = notebookFile(writePid);
    const { failure } = await runNotebook(path, { signal: AbortSignal.abort() });
    expect(failure).to.include({ kind: 'interrupted', cell: 0 });
    expect(existsSync(join(dirname(path), 'pid'))).to.equal(false);
  });

  it('stops a kernel that never comes up, and shows its last words', async () => {
    const folder = dirname(notebookFile('1'));
    const preload = join(folder, 'preload.cjs');
    writeFileSync(preload, `process.stderr.write('waiting for nobody'); while (true) {}`);
    const run = (): Promise<RunResult> => runNotebook(notebookFile('1'), { startTimeout: 2 });
    const { failure } = await withNodeOptions(`--require ${preload}`, run);
    expect(failure).to.include({ cell: 0, kind: 'timeout', ename: 'Timeout' });
    expect(failure?.evalue).to.equal('the kernel had not started after 2 s and was stopped');
    expect(failure?.traceback).to.deep.equal(['waiting for nobody']);
  });

  it('reports that there is no folder for temporary files', async () => {
    const { TMPDIR } = process.env;
    const path = notebookFile('1');
    process.env.TMPDIR = join(dirname(path), 'none');
    try {
      const { failure } = await runNotebook(path);
      expect(failure).to.include({ cell: 0, kind: 'died' });
      expect(failure?.evalue).to.match(/^the kernel could not be started \(ENOENT.*none/);
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });

  it('cuts the output of a cell that prints too much, says so once, and goes on', async () => {
    const path = notebookFile(
      'for (let i = 0; i < 5000; i++) console.log("x".repeat(99));',
      'console.error("y".repeat(3e5));\nthrow new Error("after");',
    );
    const result = await runNotebook(path, { maxOutput: 0.2 });
    const [first, second] = [0, 1].map((cell) => outputsOf(result, cell) as { text?: string; ename?: string }[]);
    expect(first[0].text).to.have.length(2e5);
    expect(first.at(-1)?.text).to.contain('was cut here: it has more than 0.2 million characters');
    expect(second.filter(({ text }) => text?.includes('was cut here'))).to.have.length(1);
    expect(result.failure).to.include({ cell: 2, ename: 'Error', evalue: 'after' });
  });
});
