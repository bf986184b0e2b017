import { expect } from 'chai';
import { type Kernel, type Message, startKernel } from 'initlab-kernel';
import { temporaryFolder } from '../../support/files.js';

/** Starts a kernel whose environment has one more variable. */
async function startWith(name: string, value: string): Promise<Kernel> {
  process.env[name] = value;
  try {
    return await startKernel({ folder: temporaryFolder() });
  } finally {
    delete process.env[name];
  }
}

async function run(kernel: Kernel, code: string): Promise<{ ename: unknown; stderr: string; value: unknown }> {
  let stderr = '';
  let value: unknown;
  const reply = await kernel.execute(code, ({ header, content }: Message) => {
    if (header.msg_type === 'stream' && content.name === 'stderr') stderr += content.text;
    if (header.msg_type === 'execute_result') value = (content.data as Record<string, unknown>)['text/plain'];
  });
  return { ename: reply.content.ename, stderr, value };
}

describe('a kernel with limits', function () {
  this.timeout(120_000);

  it('stops a cell that runs too long, says why, and keeps what the cell had computed', async () => {
    const kernel = await startWith('INITLAB_KERNEL_CELL_SECONDS', '10');
    const long = await run(kernel, 'let n = 0;\nfor (;;) n++;');
    expect(long.ename).to.equal('KeyboardInterrupt');
    expect(long.stderr).to.include('The cell was stopped after 10 s, the time that this server allows for one cell.');
    expect((await run(kernel, 'n > 0')).value).to.equal('true');
    await kernel.shutdown();
  });

  it('stops a cell that takes too much memory outside of the heap, and can go on', async () => {
    const kernel = await startWith('INITLAB_KERNEL_MEMORY_MB', '600');
    const code = `let kept: Float64Array[] = [];
for (;;) { kept.push(new Float64Array(1e6).fill(1)); await new Promise((next) => setTimeout(next, 20)); }`;
    const greedy = await run(kernel, code);
    expect(greedy.ename).to.equal('KeyboardInterrupt');
    expect(greedy.stderr)
      .to.include('The memory is nearly used up')
      .and.match(/stopped because the kernel uses \d+ MB of the 600 MB of memory that this server allows/);
    expect((await run(kernel, 'kept.length > 5')).value).to.equal('true');
    await kernel.shutdown();
  });
});
