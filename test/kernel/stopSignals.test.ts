import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { KERNEL_MAIN } from 'initlab-kernel';
import { catchStopSignals } from 'initlab-kernel/stopSignals';

/**
 * Starts a process that catches the signals, prints `begun`, and prints the exit code at each
 * abort.
 */
async function startCatcher(options: string, more = ''): Promise<ChildProcess & { print(): Promise<string> }> {
  const code = `import { catchStopSignals } from ${JSON.stringify(new URL('stopSignals.js', pathToFileURL(KERNEL_MAIN)))};
const { signal, exitCode } = catchStopSignals(${options});
signal.addEventListener('abort', () => console.log(exitCode()));
${more}
process.on('message', () => process.exit(0));
setInterval(() => {}, 1000);
console.log('begun');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const print = async (): Promise<string> =>
    String((await once(child.stdout as NodeJS.ReadableStream, 'data'))[0]).trim();
  expect(await print()).to.equal('begun');
  return Object.assign(child, { print });
}

describe('catchStopSignals', () => {
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    it(`aborts at ${name} with exit code ${code}, and ends the process at a second request`, async () => {
      const child = await startCatcher('');
      const printed = child.print();
      child.kill(name);
      expect(await printed).to.equal(String(code));
      child.kill(name);
      expect((await once(child, 'exit'))[0]).to.equal(code);
    });
  }

  it('ignores a second request if an option says so', async () => {
    const child = await startCatcher(
      '{ isSecondFatal: false }',
      "process.on('SIGTERM', () => console.log('still alive'));",
    );
    const printed = child.print();
    child.kill('SIGINT');
    await printed;
    const printedNext = child.print();
    child.kill('SIGTERM');
    expect(await printedNext).to.equal('still alive');
    child.send('end');
    expect((await once(child, 'exit'))[0]).to.equal(0);
  });

  it('gives the signals their usual effect back on release', () => {
    const before = process.listenerCount('SIGTERM');
    const { signal, exitCode, release } = catchStopSignals();
    expect(process.listenerCount('SIGTERM')).to.equal(before + 1);
    release();
    expect(process.listenerCount('SIGTERM')).to.equal(before);
    expect(signal.aborted).to.equal(false);
    expect(exitCode()).to.equal(undefined);
  });
});
