import { ChildProcess } from 'node:child_process';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Readable } from 'node:stream';
import type { MainSide } from '../../threads/shared.js';
import type { Callback, Scopes } from '../scopes/scopes.js';

type Options = { stdio?: unknown; maxBuffer?: number };
type AnyFunction = (...args: unknown[]) => unknown;

const STREAMS = ['stdout', 'stderr'] as const;

/**
 * Redirects the output of processes that inherit the kernel's stdout and stderr to the cell that
 * started them. An interrupt ends a process that the cell is waiting for.
 */
export function captureChildOutput(scopes: Scopes, mainSide: MainSide): void {
  const prototype = ChildProcess.prototype as unknown as { spawn: AnyFunction };
  const { spawn } = prototype;
  prototype.spawn = function (this: ChildProcess, options: unknown) {
    const { stdio } = options as Options;
    if (!inherits(stdio)) return spawn.call(this, options);
    const [input, , , ...others] = typeof stdio === 'string' ? [stdio] : (stdio as unknown[]);
    const result = spawn.call(this, { ...(options as Options), stdio: [input, 'pipe', 'pipe', ...others] });
    for (const name of STREAMS) {
      const pass = scopes.bind(((text: string) => process[name].write(text)) as Callback);
      (this[name] as Readable).setEncoding('utf8').on('data', pass);
      this[name] = null; // A process that inherits a stream has no stream of its own to read from.
    }
    return result;
  };

  const processes = createRequire(import.meta.url)('node:child_process') as Record<string, AnyFunction>;
  for (const name of ['spawnSync', 'execSync', 'execFileSync'] as const) {
    const runAtOnce = processes[name] as AnyFunction;
    const run: AnyFunction = (...args) => mainSide.waitForProcess(() => runAtOnce(...args));
    processes[name] = (...args) => {
      const options = args.at(-1) as Options | undefined;
      if (!inherits(options?.stdio)) return run(...args);
      return name === 'spawnSync' ? spawnAndPrint(run, args, options) : executeAndPrint(run, args, options);
    };
  }
  syncBuiltinESMExports();
}

/** Whether a process inherits both stdout and stderr. */
function inherits(stdio: unknown): boolean {
  const [, stdout, stderr] = Array.isArray(stdio) ? stdio : [stdio, stdio, stdio];
  return stdout === 'inherit' && stderr === 'inherit';
}

const UNLIMITED = { maxBuffer: Number.POSITIVE_INFINITY };

function spawnAndPrint(run: AnyFunction, args: unknown[], options: Options | undefined): unknown {
  const result = run(...args.slice(0, -1), { ...UNLIMITED, ...options, stdio: 'pipe' }) as Record<string, unknown>;
  for (const name of STREAMS) process[name].write((result[name] as Uint8Array | null) ?? '');
  return { ...result, output: [null, null, null], stdout: null, stderr: null };
}

/**
 * Runs a process synchronously and prints its output. Without the option `stdio`, Node itself
 * passes stderr on and returns stdout.
 */
function executeAndPrint(run: AnyFunction, args: unknown[], options: Options | undefined): null {
  try {
    process.stdout.write(run(...args.slice(0, -1), { ...UNLIMITED, ...options, stdio: undefined }) as Uint8Array);
    return null;
  } catch (error) {
    process.stdout.write((error as { stdout?: Uint8Array }).stdout ?? '');
    throw error;
  }
}
