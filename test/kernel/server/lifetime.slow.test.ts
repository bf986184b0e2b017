import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { KERNEL_MAIN, KernelDied, NODE_FLAGS, startKernel } from 'initlab-kernel';
import { isAlive, temporaryFolder, until } from '../support/files.js';
import { untilCompilerIsLoaded } from '../support/kernel.js';
import { quickFolder } from '../support/quickFolder.js';

/** Starts a kernel that runs a cell, in a process of its own, which prints the kernel's id. */
const parent = (code: string): string => `
  import { startKernel } from ${JSON.stringify(new URL('index.js', pathToFileURL(KERNEL_MAIN)))};
  const kernel = await startKernel({ folder: process.cwd() });
  kernel.execute(${JSON.stringify(code)});
  setTimeout(() => console.log(kernel.pid), 300);
  setInterval(() => {}, 1000);`;

/** Code that blocks the thread for some time. */
const standStill = (ms: number): string => `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});`;

async function kernelOfKilledParent(code: string): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', parent(code)], { cwd: quickFolder() });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return Number(line);
}

describe('a kernel', function () {
  // A kernel's first cell takes 2 s, and much longer on a busy machine.
  this.timeout(120_000);

  it('ends with exit code 0 after a shutdown request', async () => {
    const kernel = await startKernel({ folder: quickFolder() });
    await untilCompilerIsLoaded(kernel);
    expect(await kernel.shutdown()).to.deep.equal({ code: 0, signal: null, lastWords: '' });
    expect(isAlive(kernel.pid)).to.equal(false);
  });

  it('ends at once, and says why in one line, if it cannot open its connection', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const folder = temporaryFolder();
    const good = {
      transport: 'tcp',
      ip: '127.0.0.1',
      key: 'a',
      shell_port: 0,
      iopub_port: 0,
      stdin_port: 0,
      hb_port: 0,
    };
    for (const [change, message] of [
      [{ control_port: port }, `cannot open the control channel at tcp://127.0.0.1:${port}: Address already in use`],
      [{ control_port: 0, ip: '300.1.2.3' }, 'cannot open the shell channel at tcp://300.1.2.3:\\*: '],
      [{ transport: 'udp' }, 'transport must be "tcp" or "ipc", not "udp"'],
    ] as const) {
      const file = join(folder, 'connection.json');
      writeFileSync(file, JSON.stringify({ ...good, ...change }));
      const from = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [...NODE_FLAGS, KERNEL_MAIN, file], { encoding: 'utf8' });
      expect(status).to.equal(1);
      expect(stderr).to.match(new RegExp(`^The kernel could not start: .*${message}.*\\n$`));
      // A process that waited for the dead thread would take 10 s longer.
      expect(performance.now() - from).to.be.below(9000);
    }
    server.close();
  });

  it('repeats in its reply whether the client will restart it', async () => {
    const kernel = await startKernel({ folder: quickFolder() });
    await untilCompilerIsLoaded(kernel);
    const { content } = await kernel.request('control', 'shutdown_request', { restart: true });
    expect(content).to.deep.equal({ status: 'ok', restart: true });
    expect((await kernel.exited).code).to.equal(0);
  });

  it('ends with exit code 0 even if its exit takes long', async () => {
    const kernel = await startKernel({ folder: quickFolder() });
    await kernel.execute(`process.on('exit', () => { ${standStill(2000)} });`);
    expect((await kernel.shutdown()).code).to.equal(0);
  });

  // The next two tests send only the request, because `kernel.shutdown` kills a kernel that takes
  // long.
  it('kills itself if an exit handler never returns', async () => {
    const kernel = await startKernel({ folder: quickFolder() });
    await kernel.execute(`process.on('exit', () => { ${standStill(600_000)} });`);
    kernel.request('control', 'shutdown_request', { restart: false }).catch(() => {});
    expect((await kernel.exited).signal).to.equal('SIGKILL');
  });

  it('kills itself if a cell does not end after a shutdown request', async () => {
    const kernel = await startKernel({ folder: quickFolder() });
    await new Promise<void>((begun) => {
      const cell = kernel.execute(`console.log('begun');\n${standStill(600_000)}`, ({ content }) => {
        if (content.text === 'begun\n') begun();
      });
      cell.catch(() => {});
    });
    kernel.request('control', 'shutdown_request', { restart: false }).catch(() => {});
    expect((await kernel.exited).signal).to.equal('SIGKILL');
  });

  it('leaves no connection file behind', async () => {
    const folder = quickFolder();
    const { TMPDIR } = process.env;
    process.env.TMPDIR = folder;
    try {
      const kernel = await startKernel({ folder });
      expect(readdirSync(folder)).to.deep.equal([]);
      await kernel.kill();
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });

  it('ends when its parent is killed', async () => {
    const pid = await kernelOfKilledParent('await new Promise(() => {})');
    await until(() => !isAlive(pid));
  });

  it('ends when its parent is killed during a busy loop', async () => {
    const pid = await kernelOfKilledParent('while (true) {}');
    await until(() => !isAlive(pid));
  });

  it('ends the processes that its cells started', async () => {
    const kernel = await startKernel({ folder: quickFolder() });
    let pid = 0;
    await kernel.execute(
      'import { spawn } from "node:child_process";\nspawn("sleep", ["600"], { stdio: "ignore" }).pid',
      ({ content }) => {
        if (content.data) pid = Number((content.data as Record<string, string>)['text/plain']);
      },
    );
    expect(isAlive(pid)).to.equal(true);
    await kernel.kill();
    await until(() => !isAlive(pid));
  });

  it('delivers the output of a cell that calls process.exit', async () => {
    const kernel = await startKernel({ folder: quickFolder() });
    const texts: unknown[] = [];
    const died = await kernel
      .execute('console.log("last words");\nprocess.exit(3);', ({ content }) => texts.push(content.text))
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(died).to.be.instanceOf(KernelDied).and.to.have.property('exit').that.includes({ code: 3, signal: null });
    expect(texts).to.include('last words\n');
  });
});
