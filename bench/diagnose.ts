import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Judged } from '../test/faults/score.js';
import { confusion, perNetwork, summary, wrongJudgements } from './diagnose/report.js';

/**
 * First seed of the benchmark. No choice in the library was made on these seeds: the seeds of
 * development are below 100 and from 9000 on.
 */
const FIRST_SEED = 1001;

/** Number of processes that share the work. */
const PARTS = 2;

/**
 * Judges healthy networks, and networks with a known fault, with this library and with rules of
 * fixed thresholds, and prints as Markdown how often each was right. The environment variable SEEDS
 * is the number of networks of each kind. The default, 20, takes about half an hour on two cores.
 * One in ten of the repaired networks is trained.
 */
export async function run(): Promise<void> {
  const count = Number(process.env.SEEDS ?? 20);
  const parts = await Promise.all(Array.from({ length: PARTS }, (_, part) => judgePart(part, count)));
  const all = parts.flat().sort((a, b) => a.order - b.order || a.seed - b.seed);
  console.log([summary(all), perNetwork(all), confusion(all), wrongJudgements(all)].join('\n\n'));
}

/** A judgement, with the position of its kind of network in the list of all kinds. */
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
