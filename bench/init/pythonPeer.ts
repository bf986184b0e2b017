import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Contestant } from './contestants.js';

/** Debian's, which has its packages beside it. */
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('peer.py', import.meta.url));

/** A library of Python's, in a process that stays, so that what it measures is warm. It ends with this one. */
export async function pythonPeer(library: 'numpy' | 'torch'): Promise<Contestant> {
  if (spawnSync(python, ['-c', `import ${library}`]).status !== 0) {
    const absent = `install it with apt-get install python3-${library}`;
    return { name: library, absent, measure: () => Promise.resolve(Number.NaN) };
  }
  const child = spawn(python, [script, library], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  return {
    name: `${library}, 1 thread`,
    async measure(row, times) {
      child.stdin.write(`${row} ${times}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${library} ended at the row ${row}`);
      return Number(value);
    },
  };
}
