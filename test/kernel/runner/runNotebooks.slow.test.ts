import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { type RunResult, runNotebooks } from 'initlab-kernel';
import { isAlive, untilExists } from '../support/files.js';
import { notebookFile, writePid } from '../support/notebooks.js';

const waitFor = (path: string): string => `${writePid}
import { existsSync } from 'node:fs';
while (!existsSync(${JSON.stringify(path)})) await new Promise((resolve) => setTimeout(resolve, 10));`;

describe('runNotebooks', function () {
  this.timeout(60_000);

  it('returns the results in the order of the paths, and reports each as soon as it is known', async () => {
    const second = notebookFile(writePid);
    // The first notebook ends only after the second has begun, which shows that both run together.
    const first = notebookFile(waitFor(join(dirname(second), 'pid')));
    const order: RunResult[] = [];
    const results = await runNotebooks([first, second], { jobs: 2, onResult: (result) => order.push(result) });
    expect(results.map(({ path }) => path)).to.deep.equal([first, second]);
    expect(results.every(({ failure }) => failure === undefined)).to.equal(true);
    expect(order).to.have.members(results);
  });

  it('runs the other notebooks after one has failed', async () => {
    const results = await runNotebooks([notebookFile('throw new Error("no")'), notebookFile('1')]);
    expect(results.map(({ failure }) => failure?.kind)).to.deep.equal(['error', undefined]);
  });

  it('reports a notebook that cannot be read, and still runs the others', async () => {
    const missing = join(dirname(notebookFile('1')), 'none.ipynb');
    const results = await runNotebooks([missing, notebookFile('1')]);
    expect(results.map(({ failure }) => failure?.kind)).to.deep.equal(['unreadable', undefined]);
    expect(results[0].failure?.evalue).to.equal('no such file');
  });

  it('leaves no kernel running when it throws', async () => {
    const running = notebookFile(writePid, 'await new Promise(() => {})');
    const pid = join(dirname(running), 'pid');
    const other = notebookFile(waitFor(pid));
    const onResult = (): never => {
      throw new Error('the caller fails');
    };
    const error = await runNotebooks([running, other], { jobs: 2, onResult }).catch((reason: unknown) => reason);
    expect((error as Error).message).to.equal('the caller fails');
    await untilExists(pid);
    expect(isAlive(Number(readFileSync(pid, 'utf8')))).to.equal(false);
  });
});
