import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Contestant } from './compare.js';

/** Debian's Python, which finds Debian's packages. */
const PYTHON = '/usr/bin/python3';

/**
 * Runs a Python library in a process that stays alive, so that measurements are warm. The process
 * ends with this one. Its script prints `ready`, then answers lines `row times` with the
 * milliseconds of one repetition. A library that multiplies matrices with the reference BLAS counts
 * as absent, because it is many times slower than people's installations.
 *
 * @param threads number of threads that the library may use
 */
export async function pythonPeer<RowKey extends string>(
  script: URL,
  { name, library, threads, args }: { name: string; library: 'numpy' | 'torch'; threads: number; args: string[] },
): Promise<Contestant<RowKey>> {
  const absent = whyAbsent(library);
  if (absent !== undefined) return { name, absent, measure: () => Promise.resolve(Number.NaN) };
  const limits = ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'].map((key) => [key, String(threads)]);
  const env = { ...process.env, ...Object.fromEntries(limits) };
  const child = spawn(PYTHON, [fileURLToPath(script), ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
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

/** Says why a library cannot be compared with, if it cannot. */
function whyAbsent(library: 'numpy' | 'torch'): string | undefined {
  const script = `import ${library}; print(open('/proc/self/maps').read())`;
  const { status, stdout } = spawnSync(PYTHON, ['-c', script], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) return `install it with apt-get install python3-${library}`;
  if (!/openblas|mkl_|blis|atlas/.test(stdout))
    return 'it uses the reference BLAS; install a fast one with apt-get install libopenblas0-pthread';
  return undefined;
}
