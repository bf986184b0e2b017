import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Contestant } from './compare.js';

/** Debian's Python, which finds Debian's packages. */
const PYTHON = '/usr/bin/python3';

/**
 * Runs a Python library in a process that stays alive, so that measurements are warm. The process
 * ends with this one. Its script prints `ready`, then answers lines `row times` with the
 * milliseconds of one repetition.
 */
export async function pythonPeer<RowKey extends string>(
  script: URL,
  { name, library, args }: { name: string; library: 'numpy' | 'torch'; args: string[] },
): Promise<Contestant<RowKey>> {
  if (spawnSync(PYTHON, ['-c', `import ${library}`]).status !== 0) {
    const absent = `install it with apt-get install python3-${library}`;
    return { name, absent, measure: () => Promise.resolve(Number.NaN) };
  }
  const child = spawn(PYTHON, [fileURLToPath(script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  return {
    name,
    async measure(row, times) {
      child.stdin.write(`${row} ${times}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended at the row ${row}`);
      return Number(value);
    },
  };
}
