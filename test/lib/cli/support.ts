import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../../lib/bin/initlab.cjs', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the command line as a user does. */
export function start(args: string[], options: { cwd?: string; node?: string[]; bin?: string } = {}): ChildProcess {
  return spawn(process.execPath, [...(options.node ?? []), options.bin ?? bin, ...args], { cwd: options.cwd });
}

export function ended(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...texts })));
}

export function initlab(args: string[], options?: Parameters<typeof start>[1]): Promise<Ended> {
  return ended(start(args, options));
}
