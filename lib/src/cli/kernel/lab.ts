import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../command.js';
import { findJupyter } from './findJupyter.js';
import { loadKernel } from './kernel.js';

export const usage: string = `Usage: initlab lab [FOLDER] [-- OPTION…]

Starts JupyterLab, or Notebook if only that is installed, on FOLDER (default: notebooks, else the
current folder), with the kernel "TypeScript (initlab)". Nothing needs to be installed for the
kernel. The server listens on this machine only (127.0.0.1) and asks for the token in the address
it prints. Ctrl-C ends it. What follows -- is passed on, for example: -- --no-browser --port 9000

Exit code: that of Jupyter, 1 if there is none, 2 for wrong usage, 130 after Ctrl-C.`;

const noJupyter = `Neither JupyterLab nor Notebook was found. One of these gives you one:
  pipx install jupyterlab
  python3 -m venv .venv && .venv/bin/pip install jupyterlab
  apt install jupyter-notebook    (Debian, Ubuntu)
Then run initlab lab again. VS Code needs neither: run initlab install-kernel and open a notebook there.
The lessons can also be read without Jupyter, see: initlab run --help`;

/** Milliseconds that Jupyter gets to end its kernels and itself. */
const grace = 10_000;

export async function run(args: string[]): Promise<number> {
  const { folder, rest } = readArguments(args);
  const { catchStopSignals, thisKernel, writeKernelspec } = await loadKernel();
  const program = findJupyter(process.cwd());
  if (program === undefined) {
    console.error(`initlab: ${noJupyter}`);
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
      // Out of reach of the terminal's Ctrl-C, to which Jupyter would answer with a question.
      detached: process.platform !== 'win32',
    });
    const code = await ended(child, stop.signal);
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
  if (positionals.length > 1) throw new UsageError(`One folder at most, not ${positionals.join(' and ')}.`);
  const folder = positionals[0] ?? (existsSync('notebooks') ? 'notebooks' : '.');
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`There is no folder ${folder}.\nSee: initlab lab --help`);
  }
  return { folder, rest: dashes < 0 ? [] : args.slice(dashes + 1) };
}

/** Waits for Jupyter's end, and asks for it when told to stop. */
function ended(child: ChildProcess, signal: AbortSignal): Promise<number> {
  let late: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill('SIGTERM');
    late = setTimeout(() => child.kill('SIGKILL'), grace);
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(late);
      resolve(code ?? 1);
    });
  });
}
