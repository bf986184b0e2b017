import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../command.js';
import { findJupyter } from './findJupyter.js';
import { loadKernel } from './kernel.js';

export const usage: string = `Usage: initlab lab [FOLDER] [-- OPTION…]

Opens FOLDER in JupyterLab, or in Notebook if only that is installed, with the kernel
"TypeScript (initlab)". You do not have to install the kernel first. FOLDER defaults to the folder
notebooks if it exists, and to the current folder otherwise. The server listens on this machine only
(127.0.0.1) and asks for the token in the address that it prints. Press Ctrl-C to stop it. Options
after -- are passed to Jupyter, for example: -- --no-browser --port 9000

Exit code: the exit code of Jupyter, 1 if Jupyter was not found, 2 for a usage error,
130 after Ctrl-C.`;

const NO_JUPYTER = `Neither JupyterLab nor Notebook was found. Install one of them:
  pipx install jupyterlab
  python3 -m venv .venv && .venv/bin/pip install jupyterlab
  apt install jupyter-notebook    (Debian, Ubuntu)
Then run initlab lab again. VS Code needs neither: run initlab install-kernel and open a notebook in
VS Code. You can also run the lessons without Jupyter. See: initlab run --help`;

/** Time that Jupyter has to stop its kernels and exit. After that, it is killed. */
const SHUTDOWN_GRACE_MS = 10_000;

export async function run(args: string[]): Promise<number> {
  const { folder, rest } = readArguments(args);
  const { catchStopSignals, thisKernel, writeKernelspec } = await loadKernel();
  const program = findJupyter(process.cwd());
  if (program === undefined) {
    console.error(`initlab: ${NO_JUPYTER}`);
    return 1;
  }
  // A second Ctrl-C must not leave Jupyter running.
  const stop = catchStopSignals({ isSecondFatal: false });
  const dataFolder = mkdtempSync(join(tmpdir(), 'initlab-jupyter-'));
  try {
    writeKernelspec(dataFolder, thisKernel());
    const jupyterPath = [dataFolder, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
    const child = spawn(program, [folder, '--ip=127.0.0.1', ...rest], {
      env: { ...process.env, JUPYTER_PATH: jupyterPath },
      stdio: ['ignore', 'inherit', 'inherit'],
      // Jupyter gets its own process group, because it would answer the terminal's Ctrl-C with a
      // question.
      detached: process.platform !== 'win32',
    });
    const code = await waitForExit(child, stop.signal);
    return stop.exitCode() ?? code;
  } finally {
    stop.release();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function readArguments(args: string[]): { folder: string; rest: string[] } {
  const dashes = args.indexOf('--');
  const own = dashes < 0 ? args : args.slice(0, dashes);
  const { positionals } = parseArgs({ args: own, allowPositionals: true, options: {} });
  if (positionals.length > 1)
    throw new UsageError(
      `Give one folder at most, not ${positionals.length}: ${positionals.join(', ')}.\nSee: initlab lab --help`,
    );
  const folder = positionals[0] ?? (existsSync('notebooks') ? 'notebooks' : '.');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`There is no folder ${folder}. Name a folder that exists.\nSee: initlab lab --help`);
  }
  return { folder, rest: dashes < 0 ? [] : args.slice(dashes + 1) };
}

/** Waits until Jupyter exits. Asks it to exit when the signal aborts. */
function waitForExit(child: ChildProcess, signal: AbortSignal): Promise<number> {
  let killTimer: NodeJS.Timeout | undefined;
  const terminate = (): void => {
    child.kill('SIGTERM');
    killTimer = setTimeout(() => child.kill('SIGKILL'), SHUTDOWN_GRACE_MS);
  };
  if (signal.aborted) terminate();
  else signal.addEventListener('abort', terminate, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(killTimer);
      resolve(code ?? 1);
    });
  });
}
