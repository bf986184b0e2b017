import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { thisKernel, writeKernelspec } from 'initlab-kernel';
import { freePort } from '../../test/support/freePort.js';

/** A running JupyterHub that nobody else can reach. */
export interface Hub {
  /** The address that students open. */
  address: string;
  /** Calls the hub's REST interface as an administrator. */
  api(method: string, path: string, body?: unknown): Promise<Response>;
  stop(): Promise<void>;
}

/** Time that the hub may take to start and to stop its servers. */
const MAX_START_MS = 120_000;

/** Debian's JupyterHub; one of a Python environment needs another Python. */
const PROGRAM = '/usr/bin/jupyterhub';

/** Starts Debian's JupyterHub with the configuration for a class. Its log is kept if it fails. */
export async function startHub(): Promise<Hub> {
  if (!existsSync(PROGRAM))
    throw new Error('JupyterHub is not installed. Install it: apt-get install jupyterhub jupyter-notebook');
  const folder = mkdtempSync(join(tmpdir(), 'initlab-hub-'));
  writeKernelspec(join(folder, 'jupyter'), thisKernel());
  const [port, hubPort, proxyPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const address = `http://127.0.0.1:${port}`;
  const token = randomBytes(16).toString('hex');
  const child = spawn(PROGRAM, ['-f', resolve('bench/hub/jupyterhub_config.py')], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: `${resolve('node_modules/.bin')}:/usr/local/bin:/usr/bin:/bin`,
      // Debian's proxy finds its modules here, even if Node.js is not Debian's.
      NODE_PATH: '/usr/share/nodejs:/usr/lib/nodejs',
      BENCH_CONFIG: resolve('hub/jupyterhub_config.py'),
      BENCH_FOLDER: folder,
      BENCH_ADDRESS: address,
      BENCH_HUB_ADDRESS: `http://127.0.0.1:${hubPort}`,
      BENCH_PROXY_ADDRESS: `http://127.0.0.1:${proxyPort}`,
      BENCH_TOKEN: token,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(join(folder, 'log'));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const exited = new Promise<void>((done) => child.once('close', () => done()));

  const api: Hub['api'] = (method, path, body) =>
    fetch(`${address}/hub/api${path}`, {
      method,
      headers: { Authorization: `token ${token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  await untilServing(
    () => api('GET', '/users'),
    () => child.exitCode,
    join(folder, 'log'),
  );
  return {
    address,
    api,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

async function untilServing(ask: () => Promise<Response>, exitCode: () => number | null, log: string): Promise<void> {
  const from = performance.now();
  while (
    !(await ask().then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (exitCode() !== null || performance.now() - from > MAX_START_MS)
      throw new Error(`JupyterHub does not serve. Its log is ${log}`);
    await sleep(100);
  }
}
