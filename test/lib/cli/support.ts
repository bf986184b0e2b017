import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ownBin = fileURLToPath(new URL('../../../lib/bin/initlab.cjs', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface Options {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  node?: string[];
  bin?: string;
}

/** Starts the command line as a user does. */
export function start(args: string[], options: Options = {}): ChildProcess {
  const { node = [], bin = ownBin, ...rest } = options;
  return spawn(process.execPath, [...node, bin, ...args], rest);
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

export function initlab(args: string[], options?: Options): Promise<Ended> {
  return ended(start(args, options));
}
