import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Judged } from '../test/faults/score.js';
import { confusion, perNetwork, summary, wrongOnes } from './diagnose/report.js';

/** Seeds that nothing was chosen by: those of development are below 100 and from 9000 on. */
const FIRST_SEED = 1001;

/** Processes that share the work. */
const PARTS = 2;

/**
 * Judges networks of known faults and healthy ones, by this library and by absolute rules, and
 * prints who was right, as Markdown. SEEDS networks of each kind, default 20, which takes about
 * half an hour on two cores; one in ten of those whose weights are repaired is trained.
 */
export async function run(): Promise<void> {
  const count = Number(process.env.SEEDS ?? 20);
  const parts = await Promise.all(Array.from({ length: PARTS }, (_, part) => judgePart(part, count)));
  const all = parts.flat().sort((a, b) => a.order - b.order || a.seed - b.seed);
  console.log([summary(all), perNetwork(all), confusion(all), wrongOnes(all)].join('\n\n'));
}

/** A judgement, and the place of its kind of network among all. */
type Ordered = Judged & { order: number };

async function judgePart(part: number, count: number): Promise<Ordered[]> {
  const script = fileURLToPath(new URL('./diagnose/judge.ts', import.meta.url));
  const child = fork(script, [part, PARTS, FIRST_SEED, count].map(String));
  const found: Ordered[] = [];
  child.on('message', (judgement) => found.push(judgement as Ordered));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`process ${part} of the judges ended with exit code ${code}`);
  return found;
}
