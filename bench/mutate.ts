import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from 'initlab';
import { drawFrom } from '../test/support/mutate.js';
import { faultOf, makeSubjects, withoutWarnings } from '../test/support/mutationSubjects.js';

/** Number of mutated files of all kinds together. */
const COUNT = 20_000;
const MAX_SECONDS = 20;
const MAX_BYTES = 2 ** 30;

/**
 * Reads mutated files of every kind, and prints for how many the answer is neither a result nor one
 * clear error, takes longer than 20 s, needs more than 1 GiB, or changes the file.
 *
 * @param args the number of files, default 20,000
 */
export async function run([count = String(COUNT)]: readonly string[] = []): Promise<void> {
  await useBackend('wasm');
  const folder = mkdtempSync(join(tmpdir(), 'initlab-mutate-'));
  const subjects = await makeSubjects(folder);
  const perSubject = Math.ceil(Number(count) / subjects.length);
  console.log('| file | mutations | slowest | memory | faults |\n|---|---|---|---|---|');
  await withoutWarnings(async () => {
    for (const [index, subject] of subjects.entries()) {
      const faults: string[] = [];
      let slowest = 0;
      for (let i = 0; i < perSubject; i++) {
        const seed = index * 1_000_000 + i;
        const from = performance.now();
        const fault = await faultOf(subject, folder, drawFrom(seed));
        const seconds = (performance.now() - from) / 1000;
        slowest = Math.max(slowest, seconds);
        if (fault !== undefined) faults.push(`seed ${seed}: ${fault}`);
        if (seconds > MAX_SECONDS) faults.push(`seed ${seed}: took ${seconds.toFixed(0)} s`);
      }
      const memory = process.resourceUsage().maxRSS * 1024;
      if (memory > MAX_BYTES) faults.push('used more than 1 GiB');
      const cells = [
        subject.name,
        perSubject,
        `${(slowest * 1000).toFixed(0)} ms`,
        `${(memory / 2 ** 20).toFixed(0)} MiB`,
      ];
      console.log(`| ${[...cells, faults.length].join(' | ')} |`);
      for (const fault of faults.slice(0, 5)) console.error(fault);
    }
  });
  rmSync(folder, { recursive: true });
}
