import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Judged } from '../test/diagnose/score.js';
import { confusion, perNetwork, summary, wrongOnes } from './diagnose/report.js';

/** Seeds that nothing was chosen by: those of development are below 100 and from 9000 on. */
const FIRST_SEED = 1001;

/**
 * Judges networks of known faults and healthy ones, by this library and by absolute rules, and prints who was right, as Markdown. SEEDS
 * networks of each kind, default 20, which takes about half an hour on two cores; one in four of those whose weights are repaired is trained.
 */
export async function run(): Promise<void> {
  const count = Number(process.env.SEEDS ?? 20);
  const halves = await Promise.all([judged('healthy', count), judged('faulty', count)]);
  const all = halves.flat();
  console.log([summary(all), perNetwork(all), confusion(all), wrongOnes(all)].join('\n\n'));
}

async function judged(half: 'healthy' | 'faulty', count: number): Promise<Judged[]> {
  const script = fileURLToPath(new URL('./diagnose/judge.ts', import.meta.url));
  const child = fork(script, [half, String(FIRST_SEED), String(count)]);
  const found: Judged[] = [];
  child.on('message', (one) => found.push(one as Judged));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the judge of ${half} networks ended with exit code ${code}`);
  return found;
}
