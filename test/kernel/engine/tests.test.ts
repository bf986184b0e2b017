import { expect } from 'chai';
import { type Kernel, startKernel } from 'initlab-kernel';
import { temporaryFolder } from '../support/files.js';

describe('the tests of node:test in a cell', function () {
  this.timeout(60_000);

  // A kernel of its own, because node:test also takes uncaught errors of later cells for failures.
  let kernel: Kernel;

  before(async () => {
    kernel = await startKernel({ folder: temporaryFolder() });
  });

  after(() => kernel.kill());

  async function run(code: string): Promise<{ status: unknown; ename: unknown; printed: string }> {
    let printed = '';
    const { content } = await kernel.execute(code, ({ content }) => {
      printed += content.text ?? '';
    });
    return { status: content.status, ename: content.ename, printed };
  }

  it('make the cell fail if one of them fails, awaited or not', async () => {
    for (const prefix of ['await ', '']) {
      const { ename, printed } = await run(
        `import { test } from 'node:test';\n${prefix}test('sums', () => { throw new Error('no'); });`,
      );
      expect(ename, prefix).to.equal('TestFailure');
      expect(printed, prefix).to.contain('not ok');
    }
    expect((await run("await test('sums again', () => {});")).status).to.equal('ok');
  });

  it('are not meant by an exit code that a cell sets', async () => {
    expect((await run('process.exitCode = 3;')).status).to.equal('ok');
    expect((await run('console.log(process.exitCode); process.exitCode = undefined;')).printed).to.equal('3\n');
  });
});
